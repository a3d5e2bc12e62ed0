from datetime import UTC, datetime
from typing import Annotated

from pydantic import BaseModel, Field, model_validator

Choice = Annotated[str, Field(min_length=1, max_length=200)]
ChoiceIndex = Annotated[int, Field(ge=0, le=5)]


class Question(BaseModel):
    prompt: str = Field(min_length=1, max_length=500, description="What is asked.")
    choices: list[Choice] = Field(
        min_length=2, max_length=6, description="Possible answers, one of which is right."
    )


class AnsweredQuestion(Question):
    answer: ChoiceIndex = Field(description="Index of the right choice, from 0.")

    @model_validator(mode="after")
    def answer_is_a_choice(self) -> "AnsweredQuestion":
        if self.answer >= len(self.choices):
            raise ValueError("answer must be the index of a choice")
        return self


class QuizDraft(BaseModel):
    lesson_id: int = Field(ge=1, description="Lesson the quiz belongs to.")
    title: str = Field(min_length=1, max_length=120, description="Title of the quiz.")
    pass_percent: int = Field(default=60, ge=0, le=100, description="Lowest score that passes.")
    questions: list[AnsweredQuestion] = Field(
        min_length=1, max_length=50, description="Questions with their right answers."
    )


class Quiz(QuizDraft):
    id: int = Field(ge=1, description="Identifier of the quiz.")

    def score_percent(self, answers: list[int]) -> int:
        right = sum(
            question.answer == answer
            for question, answer in zip(self.questions, answers, strict=True)
        )
        return round(100 * right / len(self.questions))


class QuizSheet(BaseModel):
    """A quiz as it is handed out: without the right answers."""

    id: int = Field(ge=1, description="Identifier of the quiz.")
    lesson_id: int = Field(ge=1, description="Lesson the quiz belongs to.")
    title: str = Field(description="Title of the quiz.")
    pass_percent: int = Field(description="Lowest score that passes.")
    questions: list[Question] = Field(description="Questions in the order they are answered.")


class AttemptDraft(BaseModel):
    answers: list[ChoiceIndex] = Field(
        min_length=1, max_length=50, description="Index of the chosen answer to each question."
    )


class Attempt(AttemptDraft):
    id: int = Field(ge=1, description="Identifier of the attempt.")
    quiz_id: int = Field(ge=1, description="Quiz that was attempted.")
    student_id: int = Field(ge=1, description="User who made the attempt.")
    score_percent: int = Field(ge=0, le=100, description="Share of right answers.")
    passed: bool = Field(description="Whether the score reached the quiz's pass mark.")
    submitted_at: datetime = Field(
        default_factory=lambda: datetime.now(UTC), description="When the attempt was submitted."
    )
