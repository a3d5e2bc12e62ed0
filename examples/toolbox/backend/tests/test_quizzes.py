import pytest


def test_a_quiz_is_handed_out_without_its_answers(client, student, quiz_id, as_user):
    quiz = client.get(f"/quizzes/{quiz_id}", headers=as_user(student)).json()
    assert quiz["questions"][0] == {"prompt": "1/2 + 1/4", "choices": ["3/4", "2/6"]}
    listed = client.get("/quizzes", headers=as_user(student)).json()
    assert listed == {"items": [quiz], "total": 1}


def test_quizzes_are_listed_by_lesson(client, student, lesson_id, quiz_id, as_user):
    def total(lesson: int) -> int:
        response = client.get("/quizzes", params={"lesson_id": lesson}, headers=as_user(student))
        return response.json()["total"]

    assert total(lesson_id) == 1
    assert total(lesson_id + 1) == 0


def test_an_answer_must_be_one_of_the_choices(client, teacher, lesson_id, as_user):
    question = {"prompt": "1 + 1", "choices": ["2", "3"], "answer": 2}
    draft = {"lesson_id": lesson_id, "title": "Sums", "questions": [question]}
    refused = client.post("/quizzes", json=draft, headers=as_user(teacher))
    assert refused.status_code == 422
    assert "index of a choice" in refused.json()["detail"][0]["msg"]


@pytest.mark.parametrize(
    ("answers", "score", "passed"), [([0, 1], 100, True), ([0, 0], 50, False), ([1, 0], 0, False)]
)
def test_an_attempt_is_scored(client, student, quiz_id, as_user, answers, score, passed):
    attempt = client.post(
        f"/quizzes/{quiz_id}/attempts", json={"answers": answers}, headers=as_user(student)
    )
    assert attempt.status_code == 201
    assert attempt.json()["score_percent"] == score
    assert attempt.json()["passed"] is passed


def test_an_attempt_answers_each_question(client, student, quiz_id, as_user):
    path = f"/quizzes/{quiz_id}/attempts"
    incomplete = client.post(path, json={"answers": [0]}, headers=as_user(student))
    assert incomplete.status_code == 409
    assert incomplete.json() == {"detail": "The quiz has 2 questions."}


def test_only_students_attempt_quizzes(client, teacher, quiz_id, as_user):
    path = f"/quizzes/{quiz_id}/attempts"
    refused = client.post(path, json={"answers": [0, 1]}, headers=as_user(teacher))
    assert refused.status_code == 403


def test_students_see_their_own_attempts_and_teachers_see_all(
    client, add_user, teacher, student, quiz_id, as_user
):
    classmate = add_user("Kurt", student.role)
    path = f"/quizzes/{quiz_id}/attempts"
    for user in (student, classmate):
        client.post(path, json={"answers": [0, 1]}, headers=as_user(user))

    own = client.get(path, headers=as_user(student)).json()
    assert [attempt["student_id"] for attempt in own] == [student.id]
    assert len(client.get(path, headers=as_user(teacher)).json()) == 2
