from app.roles import Role


def test_classes_are_listed_and_shown(client, teacher, student, class_id, as_user):
    shown = client.get(f"/classes/{class_id}", headers=as_user(student)).json()
    assert shown == {"id": class_id, "name": "5b", "grade": 5, "teacher_id": teacher.id}
    listed = client.get("/classes", headers=as_user(student)).json()
    assert listed == {"items": [shown], "total": 1}
    assert client.get("/classes/99", headers=as_user(student)).status_code == 404


def test_a_student_is_enrolled_once_and_withdrawn(client, teacher, student, class_id, as_user):
    headers = as_user(teacher)
    draft = {"class_id": class_id, "student_id": student.id}
    enrolled = client.post("/enrollments", json=draft, headers=headers)
    assert enrolled.status_code == 201
    assert client.post("/enrollments", json=draft, headers=headers).status_code == 409

    path = f"/enrollments/{enrolled.json()['id']}"
    assert client.delete(path, headers=headers).status_code == 204
    assert client.delete(path, headers=headers).status_code == 404


def test_only_students_are_enrolled(client, teacher, class_id, as_user):
    draft = {"class_id": class_id, "student_id": teacher.id}
    refused = client.post("/enrollments", json=draft, headers=as_user(teacher))
    assert refused.status_code == 409
    assert refused.json() == {"detail": "Only students can be enrolled."}


def test_classes_are_filled_by_their_own_teacher(client, add_user, student, class_id, as_user):
    colleague = add_user("Emmy", Role.teacher)
    draft = {"class_id": class_id, "student_id": student.id}
    assert client.post("/enrollments", json=draft, headers=as_user(colleague)).status_code == 403


def test_students_see_their_own_enrollments(client, add_user, admin, student, class_id, as_user):
    classmate = add_user("Kurt", Role.student)
    for user in (student, classmate):
        draft = {"class_id": class_id, "student_id": user.id}
        client.post("/enrollments", json=draft, headers=as_user(admin))

    own = client.get("/enrollments", headers=as_user(student)).json()
    assert [enrollment["student_id"] for enrollment in own["items"]] == [student.id]
    assert client.get("/enrollments", headers=as_user(admin)).json()["total"] == 2
