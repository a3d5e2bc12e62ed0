from fastapi import APIRouter, status

from app.models.lessons import Lesson, LessonDraft
from app.pages import Page, PageDep
from app.problems import found, problems
from app.security import Staff, StoreDep, require_owner
from app.store import Store
from app.subjects import Subject

router = APIRouter(prefix="/lessons", tags=["lessons"])


@router.get("", summary="List lessons")
def list_lessons(store: StoreDep, page: PageDep, subject: Subject | None = None) -> Page[Lesson]:
    """The catalogue of lessons, or those of one subject. Needs no account."""
    return page.of(store.lessons.find(subject=subject) if subject else store.lessons.find())


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    summary="Create a lesson",
    responses=problems(401, 403),
)
def create_lesson(draft: LessonDraft, author: Staff, store: StoreDep) -> Lesson:
    """Creates a lesson written by the signed-in user. For teachers and administrators."""
    return store.lessons.add(
        lambda lesson_id: Lesson(id=lesson_id, author_id=author.id, **draft.model_dump())
    )


@router.get("/{lesson_id}", summary="Show a lesson", responses=problems(404))
def get_lesson(lesson_id: int, store: StoreDep) -> Lesson:
    """One lesson of the catalogue. Needs no account."""
    return found(store.lessons.get(lesson_id), "lesson")


@router.put("/{lesson_id}", summary="Replace a lesson", responses=problems(401, 403, 404))
def replace_lesson(lesson_id: int, draft: LessonDraft, user: Staff, store: StoreDep) -> Lesson:
    """Replaces what is written in a lesson. For its author and administrators."""
    lesson = found(store.lessons.get(lesson_id), "lesson")
    require_owner(user, lesson.author_id)
    return store.lessons.replace(lesson.model_copy(update=draft.model_dump()))


@router.delete(
    "/{lesson_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Delete a lesson",
    responses=problems(401, 403, 404),
)
def delete_lesson(lesson_id: int, user: Staff, store: StoreDep) -> None:
    """Deletes a lesson and all that belongs to it. For its author and administrators."""
    lesson = found(store.lessons.get(lesson_id), "lesson")
    require_owner(user, lesson.author_id)
    _remove_with_dependents(store, lesson_id)


def _remove_with_dependents(store: Store, lesson_id: int) -> None:
    for content in store.contents.find(lesson_id=lesson_id):
        store.contents.remove(content.id)
    for quiz in store.quizzes.find(lesson_id=lesson_id):
        for attempt in store.attempts.find(quiz_id=quiz.id):
            store.attempts.remove(attempt.id)
        store.quizzes.remove(quiz.id)
    store.lessons.remove(lesson_id)
