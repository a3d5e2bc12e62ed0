from enum import StrEnum

from pydantic import BaseModel, Field


class ContentType(StrEnum):
    article = "article"
    video = "video"
    worksheet = "worksheet"
    simulation = "simulation"


class ContentDraft(BaseModel):
    content_type: ContentType = Field(description="How the material is presented.")
    title: str = Field(min_length=1, max_length=120, description="Title of the material.")
    body: str = Field(
        min_length=1, max_length=20_000, description="Text of the material, or where it is found."
    )
    position: int = Field(default=0, ge=0, description="Order within the lesson, ascending.")


class Content(ContentDraft):
    id: int = Field(ge=1, description="Identifier of the material.")
    lesson_id: int = Field(ge=1, description="Lesson the material belongs to.")
