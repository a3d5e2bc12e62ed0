from fastapi import APIRouter, HTTPException, status

from app.models.users import AccessToken, Credentials, Registration, User, UserProfile
from app.passwords import hash_password, password_matches
from app.problems import problems
from app.roles import Role
from app.security import SignedIn, StoreDep, issue_token

router = APIRouter(prefix="/auth", tags=["auth"])


@router.post(
    "/register",
    status_code=status.HTTP_201_CREATED,
    summary="Register as a student",
    response_model=UserProfile,
    responses=problems(409),
)
def register(registration: Registration, store: StoreDep) -> User:
    """Creates an account with the role `student`. Other roles are given by an administrator."""
    password_hash = hash_password(registration.password)
    return store.users.add(
        lambda user_id: User(
            id=user_id,
            email=registration.email,
            name=registration.name,
            role=Role.student,
            password_hash=password_hash,
        )
    )


@router.post("/token", summary="Sign in", responses=problems(401))
def sign_in(credentials: Credentials, store: StoreDep) -> AccessToken:
    """Exchanges e-mail and password for an access token."""
    users = store.users.find(email=credentials.email)
    if not users or not password_matches(credentials.password, users[0].password_hash):
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "E-mail or password is wrong.")
    return issue_token(users[0])


@router.get(
    "/me", summary="Show the signed-in user", response_model=UserProfile, responses=problems(401)
)
def me(user: SignedIn) -> User:
    """The account the access token was issued to."""
    return user
