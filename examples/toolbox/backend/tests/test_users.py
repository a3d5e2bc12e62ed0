DRAFT = {
    "name": "Emmy",
    "email": "emmy@school.example",
    "password": "a long password",
    "role": "teacher",
}


def test_an_admin_creates_users_of_any_role(client, admin, as_user):
    created = client.post("/users", json=DRAFT, headers=as_user(admin))
    assert created.status_code == 201
    assert created.json()["role"] == "teacher"
    assert "password" not in created.json()


def test_teachers_and_students_do_not_manage_users(client, teacher, student, as_user):
    for user in (teacher, student):
        assert client.get("/users", headers=as_user(user)).status_code == 403
        refused = client.post("/users", json=DRAFT, headers=as_user(user))
        assert refused.status_code == 403
        assert refused.json() == {"detail": "Requires the role admin."}


def test_users_are_listed_by_role_and_page(client, admin, teacher, student, as_user):
    headers = as_user(admin)
    everybody = client.get("/users", headers=headers, params={"limit": 2, "offset": 1}).json()
    assert everybody["total"] == 3
    assert [user["name"] for user in everybody["items"]] == ["Ada", "Alan"]

    students = client.get("/users", headers=headers, params={"role": "student"}).json()
    assert [user["name"] for user in students["items"]] == ["Alan"]


def test_users_see_themselves_and_admins_see_all(client, admin, teacher, student, as_user):
    path = f"/users/{student.id}"
    assert client.get(path, headers=as_user(student)).json()["name"] == "Alan"
    assert client.get(path, headers=as_user(admin)).status_code == 200
    assert client.get(path, headers=as_user(teacher)).status_code == 403
    assert client.get("/users/99", headers=as_user(admin)).status_code == 404


def test_a_new_role_applies_to_tokens_already_issued(client, admin, student, as_user):
    headers = as_user(student)
    lesson = {"title": "Optics", "subject": "physics", "grade": 9, "minutes": 45}
    assert client.post("/lessons", json=lesson, headers=headers).status_code == 403

    changed = client.patch(f"/users/{student.id}", json={"role": "teacher"}, headers=as_user(admin))
    assert changed.json()["role"] == "teacher"
    assert changed.json()["name"] == "Alan"
    assert client.post("/lessons", json=lesson, headers=headers).status_code == 201
