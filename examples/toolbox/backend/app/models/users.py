from datetime import UTC, datetime
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from app.roles import Role

Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        to_lower=True,
        max_length=254,
        pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$",
    ),
    Field(description="E-mail address, unique among users.", examples=["ada@school.example"]),
]
Name = Annotated[str, Field(min_length=1, max_length=100, description="Name shown to others.")]
Password = Annotated[
    str, Field(min_length=10, max_length=128, description="Password in clear text.")
]


class Credentials(BaseModel):
    email: Email
    password: Password


class Registration(Credentials):
    name: Name


class UserDraft(Registration):
    role: Role = Field(description="What the user may do.")


class UserChanges(BaseModel):
    name: Name | None = None
    role: Role | None = Field(default=None, description="New role; unchanged when absent.")


class UserProfile(BaseModel):
    id: int = Field(ge=1, description="Identifier of the user.")
    email: Email
    name: Name
    role: Role = Field(description="What the user may do.")
    created_at: datetime = Field(
        default_factory=lambda: datetime.now(UTC), description="When the account was created."
    )


class User(UserProfile):
    password_hash: str = Field(repr=False)


class AccessToken(BaseModel):
    access_token: str = Field(description="JWT to send as `Authorization: Bearer`.")
    token_type: str = Field(default="bearer", description="Always `bearer`.")
    expires_in: int = Field(gt=0, description="Seconds until the token expires.")
