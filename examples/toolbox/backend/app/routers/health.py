from typing import Literal

from fastapi import APIRouter, HTTPException, status
from pydantic import BaseModel, Field

from app.problems import problems
from app.security import StoreDep

router = APIRouter(tags=["health"])


class Health(BaseModel):
    status: Literal["ok"] = Field(default="ok", description="Always `ok`.")


class Readiness(BaseModel):
    status: Literal["ready"] = Field(default="ready", description="Always `ready`.")


@router.get("/health", summary="Check that the process is alive")
def health() -> Health:
    """Answers as long as the process serves requests, whatever its store does."""
    return Health()


@router.get("/ready", summary="Check that requests can be served", responses=problems(503))
def ready(store: StoreDep) -> Readiness:
    """Answers 503 while the store does not answer."""
    if not store.ping():
        raise HTTPException(status.HTTP_503_SERVICE_UNAVAILABLE, "The store does not answer.")
    return Readiness()
