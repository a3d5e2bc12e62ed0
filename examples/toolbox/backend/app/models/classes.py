from pydantic import BaseModel, Field


class ClassDraft(BaseModel):
    name: str = Field(min_length=1, max_length=80, description="Name of the class.")
    grade: int = Field(ge=1, le=13, description="School year the class is in.")


class SchoolClass(ClassDraft):
    id: int = Field(ge=1, description="Identifier of the class.")
    teacher_id: int = Field(ge=1, description="User who teaches the class.")
