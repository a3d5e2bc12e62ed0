import pytest

from app.roles import Role

DRAFT = {"title": "Volcanoes", "subject": "geography", "grade": 7, "minutes": 90}


def test_a_lesson_is_created_by_staff_and_read_without_an_account(client, teacher, as_user):
    created = client.post("/lessons", json=DRAFT, headers=as_user(teacher))
    assert created.status_code == 201
    assert created.json()["author_id"] == teacher.id
    assert client.get(f"/lessons/{created.json()['id']}").json() == created.json()


def test_students_do_not_create_lessons(client, student, as_user):
    assert client.post("/lessons", json=DRAFT, headers=as_user(student)).status_code == 403


@pytest.mark.parametrize(
    ("field", "value"), [("subject", "alchemy"), ("grade", 14), ("minutes", 1), ("title", "ab")]
)
def test_a_lesson_with_a_value_out_of_range_is_refused(client, teacher, as_user, field, value):
    refused = client.post("/lessons", json={**DRAFT, field: value}, headers=as_user(teacher))
    assert refused.status_code == 422
    assert refused.json()["detail"][0]["loc"] == ["body", field]


def test_lessons_are_listed_by_subject(client, lesson_id):
    assert client.get("/lessons", params={"subject": "mathematics"}).json()["total"] == 1
    assert client.get("/lessons", params={"subject": "music"}).json() == {"items": [], "total": 0}
    assert client.get("/lessons", params={"subject": "alchemy"}).status_code == 422
    assert client.get("/lessons", params={"limit": 101}).status_code == 422


def test_a_lesson_is_replaced_by_its_author_only(client, add_user, teacher, lesson_id, as_user):
    colleague = add_user("Emmy", Role.teacher)
    path = f"/lessons/{lesson_id}"
    assert client.put(path, json=DRAFT, headers=as_user(colleague)).status_code == 403
    replaced = client.put(path, json=DRAFT, headers=as_user(teacher))
    assert replaced.json()["title"] == "Volcanoes"
    assert client.get(path).json() == replaced.json()
    assert client.put("/lessons/99", json=DRAFT, headers=as_user(teacher)).status_code == 404


def test_deleting_a_lesson_deletes_what_belongs_to_it(
    client, store, admin, student, lesson_id, quiz_id, as_user
):
    content = {"content_type": "article", "title": "Halves", "body": "One of two equal parts."}
    client.post(f"/lessons/{lesson_id}/content", json=content, headers=as_user(admin))
    client.post(f"/quizzes/{quiz_id}/attempts", json={"answers": [0, 1]}, headers=as_user(student))

    assert client.delete(f"/lessons/{lesson_id}", headers=as_user(admin)).status_code == 204
    assert client.get(f"/lessons/{lesson_id}").status_code == 404
    assert not store.contents.find()
    assert not store.quizzes.find()
    assert not store.attempts.find()
