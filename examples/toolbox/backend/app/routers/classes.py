from fastapi import APIRouter, status

from app.models.classes import ClassDraft, SchoolClass
from app.pages import Page, PageDep
from app.problems import found, problems
from app.security import SignedIn, Staff, StoreDep

router = APIRouter(prefix="/classes", tags=["classes"])


@router.get("", summary="List classes", responses=problems(401))
def list_classes(user: SignedIn, store: StoreDep, page: PageDep) -> Page[SchoolClass]:
    """All classes of the school."""
    return page.of(store.classes.find())


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    summary="Create a class",
    responses=problems(401, 403),
)
def create_class(draft: ClassDraft, teacher: Staff, store: StoreDep) -> SchoolClass:
    """Creates a class taught by the signed-in user. For teachers and administrators."""
    return store.classes.add(
        lambda class_id: SchoolClass(id=class_id, teacher_id=teacher.id, **draft.model_dump())
    )


@router.get("/{class_id}", summary="Show a class", responses=problems(401, 404))
def get_class(class_id: int, user: SignedIn, store: StoreDep) -> SchoolClass:
    """One class of the school."""
    return found(store.classes.get(class_id), "class")
