from fastapi import APIRouter, HTTPException, status

from app.models.enrollments import Enrollment, EnrollmentDraft
from app.pages import Page, PageDep
from app.problems import found, problems
from app.roles import Role
from app.security import SignedIn, Staff, StoreDep, require_owner

router = APIRouter(prefix="/enrollments", tags=["enrollments"])


@router.get("", summary="List enrollments", responses=problems(401))
def list_enrollments(user: SignedIn, store: StoreDep, page: PageDep) -> Page[Enrollment]:
    """Who is in which class. Students see their own enrollments."""
    if user.role is Role.student:
        return page.of(store.enrollments.find(student_id=user.id))
    return page.of(store.enrollments.find())


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    summary="Enroll a student",
    responses=problems(401, 403, 404, 409),
)
def enroll(draft: EnrollmentDraft, user: Staff, store: StoreDep) -> Enrollment:
    """Adds a student to a class. For the class's teacher and administrators."""
    require_owner(user, found(store.classes.get(draft.class_id), "class").teacher_id)
    if found(store.users.get(draft.student_id), "user").role is not Role.student:
        raise HTTPException(status.HTTP_409_CONFLICT, "Only students can be enrolled.")
    return store.enrollments.add(
        lambda enrollment_id: Enrollment(id=enrollment_id, **draft.model_dump())
    )


@router.delete(
    "/{enrollment_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    summary="Withdraw a student",
    responses=problems(401, 403, 404),
)
def withdraw(enrollment_id: int, user: Staff, store: StoreDep) -> None:
    """Removes a student from a class. For the class's teacher and administrators."""
    enrollment = found(store.enrollments.get(enrollment_id), "enrollment")
    require_owner(user, found(store.classes.get(enrollment.class_id), "class").teacher_id)
    store.enrollments.remove(enrollment_id)
