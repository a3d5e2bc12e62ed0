from fastapi import APIRouter, status

from app.models.content import Content, ContentDraft
from app.problems import found, problems
from app.security import SignedIn, Staff, StoreDep, require_owner

router = APIRouter(tags=["content"])


@router.get(
    "/lessons/{lesson_id}/content", summary="List a lesson's content", responses=problems(401, 404)
)
def list_content(lesson_id: int, user: SignedIn, store: StoreDep) -> list[Content]:
    """The materials of a lesson, in the order they are worked through."""
    found(store.lessons.get(lesson_id), "lesson")
    return sorted(store.contents.find(lesson_id=lesson_id), key=lambda content: content.position)


@router.post(
    "/lessons/{lesson_id}/content",
    status_code=status.HTTP_201_CREATED,
    summary="Add content to a lesson",
    responses=problems(401, 403, 404),
)
def add_content(lesson_id: int, draft: ContentDraft, user: Staff, store: StoreDep) -> Content:
    """Adds a material. For the lesson's author and administrators."""
    require_owner(user, found(store.lessons.get(lesson_id), "lesson").author_id)
    return store.contents.add(
        lambda content_id: Content(id=content_id, lesson_id=lesson_id, **draft.model_dump())
    )


@router.get("/content/{content_id}", summary="Show content", responses=problems(401, 404))
def get_content(content_id: int, user: SignedIn, store: StoreDep) -> Content:
    """One material of a lesson."""
    return found(store.contents.get(content_id), "content")


@router.delete(
    "/content/{content_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Delete content",
    responses=problems(401, 403, 404),
)
def delete_content(content_id: int, user: Staff, store: StoreDep) -> None:
    """Deletes a material. For the lesson's author and administrators."""
    content = found(store.contents.get(content_id), "content")
    require_owner(user, found(store.lessons.get(content.lesson_id), "lesson").author_id)
    store.contents.remove(content_id)
