from typing import Any, TypeVar

from fastapi import HTTPException, status
from pydantic import BaseModel, Field

T = TypeVar("T")

REASONS = {
    status.HTTP_401_UNAUTHORIZED: "No access token, or one that is invalid or has expired.",
    status.HTTP_403_FORBIDDEN: "The role of the user does not allow this.",
    status.HTTP_404_NOT_FOUND: "No such record.",
    status.HTTP_409_CONFLICT: "Conflicts with what is stored.",
    status.HTTP_503_SERVICE_UNAVAILABLE: "The store does not answer.",
}


class Problem(BaseModel):
    detail: str = Field(description="What went wrong, for a person to read.")


def problems(*codes: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of an operation that fails in these ways."""
    return {code: {"model": Problem, "description": REASONS[code]} for code in codes}


def found(record: T | None, name: str) -> T:
    if record is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, f"There is no such {name}.")
    return record
