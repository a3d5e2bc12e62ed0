from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Annotated

import jwt
from fastapi import Depends, HTTPException, status
from fastapi.requests import HTTPConnection
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from app.models.users import AccessToken, User
from app.roles import Role
from app.settings import settings
from app.store import Store

ALGORITHM = "HS256"

bearer = HTTPBearer(description="Access token from `POST /auth/token`.")


def get_store(connection: HTTPConnection) -> Store:
    return connection.app.state.store


StoreDep = Annotated[Store, Depends(get_store)]


def issue_token(user: User) -> AccessToken:
    lifetime = timedelta(minutes=settings.token_minutes)
    claims = {"sub": str(user.id), "exp": datetime.now(UTC) + lifetime}
    token = jwt.encode(claims, settings.jwt_secret.get_secret_value(), ALGORITHM)
    return AccessToken(access_token=token, expires_in=int(lifetime.total_seconds()))


def user_of_token(store: Store, token: str) -> User | None:
    try:
        claims = jwt.decode(
            token,
            settings.jwt_secret.get_secret_value(),
            algorithms=[ALGORITHM],
            options={"require": ["exp", "sub"]},
        )
    except jwt.InvalidTokenError:
        return None
    return store.users.get(int(claims["sub"]))


def current_user(
    store: StoreDep, credentials: Annotated[HTTPAuthorizationCredentials, Depends(bearer)]
) -> User:
    user = user_of_token(store, credentials.credentials)
    if user is None:
        raise HTTPException(
            status.HTTP_401_UNAUTHORIZED,
            "The access token is invalid or has expired.",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return user


SignedIn = Annotated[User, Depends(current_user)]


def require_role(*allowed: Role) -> Callable[[User], User]:
    def user_with_role(user: SignedIn) -> User:
        if user.role not in allowed:
            raise HTTPException(
                status.HTTP_403_FORBIDDEN, f"Requires the role {' or '.join(allowed)}."
            )
        return user

    return user_with_role


def require_owner(user: User, owner_id: int) -> None:
    if user.role is not Role.admin and user.id != owner_id:
        raise HTTPException(status.HTTP_403_FORBIDDEN, "This belongs to another user.")


Admin = Annotated[User, Depends(require_role(Role.admin))]
Staff = Annotated[User, Depends(require_role(Role.admin, Role.teacher))]
Student = Annotated[User, Depends(require_role(Role.student))]
