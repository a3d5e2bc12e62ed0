from fastapi import APIRouter, HTTPException, status

from app.models.quizzes import Attempt, AttemptDraft, Quiz, QuizDraft, QuizSheet
from app.pages import Page, PageDep
from app.problems import found, problems
from app.roles import Role
from app.security import SignedIn, Staff, StoreDep, Student, require_owner

router = APIRouter(prefix="/quizzes", tags=["quizzes"])


@router.get("", summary="List quizzes", response_model=Page[QuizSheet], responses=problems(401))
def list_quizzes(
    user: SignedIn, store: StoreDep, page: PageDep, lesson_id: int | None = None
) -> Page[Quiz]:
    """All quizzes, or those of one lesson, without the right answers."""
    quizzes = store.quizzes.find(lesson_id=lesson_id) if lesson_id else store.quizzes.find()
    return page.of(quizzes)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    summary="Create a quiz",
    responses=problems(401, 403, 404),
)
def create_quiz(draft: QuizDraft, user: Staff, store: StoreDep) -> Quiz:
    """Creates a quiz for a lesson. For the lesson's author and administrators."""
    require_owner(user, found(store.lessons.get(draft.lesson_id), "lesson").author_id)
    return store.quizzes.add(lambda quiz_id: Quiz(id=quiz_id, **draft.model_dump()))


@router.get(
    "/{quiz_id}", summary="Show a quiz", response_model=QuizSheet, responses=problems(401, 404)
)
def get_quiz(quiz_id: int, user: SignedIn, store: StoreDep) -> Quiz:
    """One quiz, without the right answers."""
    return found(store.quizzes.get(quiz_id), "quiz")


@router.post(
    "/{quiz_id}/attempts",
    status_code=status.HTTP_201_CREATED,
    summary="Submit an attempt",
    responses=problems(401, 403, 404, 409),
)
def submit_attempt(quiz_id: int, draft: AttemptDraft, student: Student, store: StoreDep) -> Attempt:
    """Scores one answer to each question. For students."""
    quiz = found(store.quizzes.get(quiz_id), "quiz")
    if len(draft.answers) != len(quiz.questions):
        raise HTTPException(
            status.HTTP_409_CONFLICT, f"The quiz has {len(quiz.questions)} questions."
        )
    score = quiz.score_percent(draft.answers)
    return store.attempts.add(
        lambda attempt_id: Attempt(
            id=attempt_id,
            quiz_id=quiz_id,
            student_id=student.id,
            answers=draft.answers,
            score_percent=score,
            passed=score >= quiz.pass_percent,
        )
    )


@router.get("/{quiz_id}/attempts", summary="List attempts", responses=problems(401, 404))
def list_attempts(quiz_id: int, user: SignedIn, store: StoreDep) -> list[Attempt]:
    """Attempts at a quiz. Students see their own, teachers and administrators see all."""
    found(store.quizzes.get(quiz_id), "quiz")
    if user.role is Role.student:
        return store.attempts.find(quiz_id=quiz_id, student_id=user.id)
    return store.attempts.find(quiz_id=quiz_id)
