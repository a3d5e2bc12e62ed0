from fastapi import APIRouter, status

from app.models.users import User, UserChanges, UserDraft, UserProfile
from app.pages import Page, PageDep
from app.passwords import hash_password
from app.problems import found, problems
from app.roles import Role
from app.security import Admin, SignedIn, StoreDep, require_owner

router = APIRouter(prefix="/users", tags=["users"])


@router.get(
    "", summary="List users", response_model=Page[UserProfile], responses=problems(401, 403)
)
def list_users(
    admin: Admin, store: StoreDep, page: PageDep, role: Role | None = None
) -> Page[User]:
    """All accounts, or those with one role. For administrators."""
    return page.of(store.users.find(role=role) if role else store.users.find())


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    summary="Create a user",
    response_model=UserProfile,
    responses=problems(401, 403, 409),
)
def create_user(draft: UserDraft, admin: Admin, store: StoreDep) -> User:
    """Creates an account with any role. For administrators."""
    password_hash = hash_password(draft.password)
    return store.users.add(
        lambda user_id: User(
            id=user_id, password_hash=password_hash, **draft.model_dump(exclude={"password"})
        )
    )


@router.get(
    "/{user_id}",
    summary="Show a user",
    response_model=UserProfile,
    responses=problems(401, 403, 404),
)
def get_user(user_id: int, user: SignedIn, store: StoreDep) -> User:
    """One account. Users see their own, administrators see all."""
    require_owner(user, owner_id=user_id)
    return found(store.users.get(user_id), "user")


@router.patch(
    "/{user_id}",
    summary="Change a user's name or role",
    response_model=UserProfile,
    responses=problems(401, 403, 404),
)
def change_user(user_id: int, changes: UserChanges, admin: Admin, store: StoreDep) -> User:
    """Takes effect at once, also for access tokens that are already issued. For administrators."""
    user = found(store.users.get(user_id), "user")
    return store.users.replace(user.model_copy(update=changes.model_dump(exclude_none=True)))
