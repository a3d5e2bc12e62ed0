from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from app.models.classes import SchoolClass
from app.models.content import Content
from app.models.enrollments import Enrollment
from app.models.lessons import Lesson
from app.models.quizzes import Attempt, Quiz
from app.models.users import User

T = TypeVar("T")


class Duplicate(Exception):
    """A record with the same unique values is already stored."""


class Repository(Protocol[T]):
    def get(self, record_id: int) -> T | None: ...

    def find(self, **equals: Any) -> list[T]:
        """Records whose fields have these values, in order of creation."""

    def add(self, make: Callable[[int], T]) -> T:
        """Stores what `make` returns for a new identifier; raises `Duplicate`."""

    def replace(self, record: T) -> T: ...

    def remove(self, record_id: int) -> None: ...


class Store(Protocol):
    users: Repository[User]
    classes: Repository[SchoolClass]
    lessons: Repository[Lesson]
    contents: Repository[Content]
    quizzes: Repository[Quiz]
    attempts: Repository[Attempt]
    enrollments: Repository[Enrollment]

    def ping(self) -> bool:
        """Whether the store answers."""
