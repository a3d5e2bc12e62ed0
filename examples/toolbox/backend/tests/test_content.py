from app.roles import Role


def material(title: str, position: int = 0) -> dict[str, object]:
    return {"content_type": "worksheet", "title": title, "body": "Solve.", "position": position}


def test_content_is_listed_by_position(client, teacher, student, lesson_id, as_user):
    path = f"/lessons/{lesson_id}/content"
    for draft in (material("second", 2), material("first", 1)):
        assert client.post(path, json=draft, headers=as_user(teacher)).status_code == 201
    listed = client.get(path, headers=as_user(student)).json()
    assert [content["title"] for content in listed] == ["first", "second"]
    assert client.get(path).status_code == 401


def test_content_needs_a_lesson(client, teacher, as_user):
    path = "/lessons/99/content"
    assert client.get(path, headers=as_user(teacher)).status_code == 404
    assert client.post(path, json=material("x"), headers=as_user(teacher)).status_code == 404


def test_content_is_managed_by_the_author_of_the_lesson(
    client, add_user, teacher, lesson_id, as_user
):
    colleague = add_user("Emmy", Role.teacher)
    path = f"/lessons/{lesson_id}/content"
    assert client.post(path, json=material("x"), headers=as_user(colleague)).status_code == 403

    created = client.post(path, json=material("x"), headers=as_user(teacher)).json()
    one = f"/content/{created['id']}"
    assert client.get(one, headers=as_user(colleague)).json() == created
    assert client.delete(one, headers=as_user(colleague)).status_code == 403
    assert client.delete(one, headers=as_user(teacher)).status_code == 204
    assert client.get(one, headers=as_user(teacher)).status_code == 404
