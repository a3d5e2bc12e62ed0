from datetime import UTC, datetime

from pydantic import BaseModel, Field

from app.subjects import Subject


class LessonDraft(BaseModel):
    title: str = Field(min_length=3, max_length=120, description="Title of the lesson.")
    subject: Subject = Field(description="Subject the lesson belongs to.")
    grade: int = Field(ge=1, le=13, description="School year the lesson is written for.")
    minutes: int = Field(ge=5, le=240, description="Planned duration in minutes.")
    summary: str = Field(default="", max_length=1000, description="What the lesson is about.")


class Lesson(LessonDraft):
    id: int = Field(ge=1, description="Identifier of the lesson.")
    author_id: int = Field(ge=1, description="User who wrote the lesson.")
    created_at: datetime = Field(
        default_factory=lambda: datetime.now(UTC), description="When the lesson was created."
    )
