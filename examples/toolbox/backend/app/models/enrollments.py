from datetime import UTC, datetime

from pydantic import BaseModel, Field


class EnrollmentDraft(BaseModel):
    class_id: int = Field(ge=1, description="Class the student joins.")
    student_id: int = Field(ge=1, description="User with the role `student`.")


class Enrollment(EnrollmentDraft):
    id: int = Field(ge=1, description="Identifier of the enrollment.")
    enrolled_at: datetime = Field(
        default_factory=lambda: datetime.now(UTC), description="When the student joined."
    )
