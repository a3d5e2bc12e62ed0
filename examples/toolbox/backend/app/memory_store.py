from collections.abc import Callable, Hashable
from itertools import count
from threading import Lock
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from app.models.classes import SchoolClass
from app.models.content import Content
from app.models.enrollments import Enrollment
from app.models.lessons import Lesson
from app.models.quizzes import Attempt, Quiz
from app.models.users import User
from app.store import Duplicate

T = TypeVar("T", bound=BaseModel)


class MemoryRepository(Generic[T]):
    def __init__(self, unique_by: Callable[[T], Hashable] | None = None) -> None:
        self._unique_by = unique_by
        self._records: dict[int, T] = {}
        self._ids = count(1)
        self._lock = Lock()

    def get(self, record_id: int) -> T | None:
        return self._records.get(record_id)

    def find(self, **equals: Any) -> list[T]:
        return [
            record
            for record in list(self._records.values())
            if all(getattr(record, field) == value for field, value in equals.items())
        ]

    def add(self, make: Callable[[int], T]) -> T:
        with self._lock:
            record_id = next(self._ids)
            record = make(record_id)
            if self._unique_by and self._unique_by(record) in map(
                self._unique_by, self._records.values()
            ):
                raise Duplicate
            self._records[record_id] = record
            return record

    def replace(self, record: T) -> T:
        self._records[record.id] = record
        return record

    def remove(self, record_id: int) -> None:
        self._records.pop(record_id, None)


class MemoryStore:
    """Keeps everything in this process. Each worker has its own, so run one worker."""

    def __init__(self) -> None:
        self.users = MemoryRepository[User](unique_by=lambda user: user.email)
        self.classes = MemoryRepository[SchoolClass]()
        self.lessons = MemoryRepository[Lesson]()
        self.contents = MemoryRepository[Content]()
        self.quizzes = MemoryRepository[Quiz]()
        self.attempts = MemoryRepository[Attempt]()
        self.enrollments = MemoryRepository[Enrollment](
            unique_by=lambda enrollment: (enrollment.class_id, enrollment.student_id)
        )

    def ping(self) -> bool:
        return True
