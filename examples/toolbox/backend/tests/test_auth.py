from conftest import PASSWORD, sign

from app.roles import Role
from app.settings import settings

REGISTRATION = {"name": "Ada", "email": "Ada@School.example", "password": PASSWORD}


def test_registration_makes_a_student_who_can_sign_in(client):
    registered = client.post("/auth/register", json=REGISTRATION)
    assert registered.status_code == 201
    assert registered.json()["email"] == "ada@school.example"
    assert registered.json()["role"] == "student"
    assert "password_hash" not in registered.json()

    credentials = {"email": "ada@school.example", "password": PASSWORD}
    token = client.post("/auth/token", json=credentials).json()
    assert token["token_type"] == "bearer"
    assert token["expires_in"] == settings.token_minutes * 60

    headers = {"Authorization": f"Bearer {token['access_token']}"}
    assert client.get("/auth/me", headers=headers).json() == registered.json()


def test_registration_does_not_choose_a_role(client):
    registered = client.post("/auth/register", json={**REGISTRATION, "role": "admin"})
    assert registered.json()["role"] == Role.student


def test_an_email_registers_once(client):
    client.post("/auth/register", json=REGISTRATION)
    again = client.post("/auth/register", json=REGISTRATION)
    assert again.status_code == 409
    assert again.json() == {"detail": "Such a record exists already."}


def test_registration_refuses_a_short_password_and_a_malformed_email(client):
    refused = client.post(
        "/auth/register", json={"name": "Ada", "email": "ada", "password": "short"}
    )
    assert refused.status_code == 422
    assert {error["loc"][-1] for error in refused.json()["detail"]} == {"email", "password"}


def test_sign_in_refuses_a_wrong_password_and_an_unknown_email_alike(client, student):
    wrong = client.post(
        "/auth/token", json={"email": student.email, "password": "not the password"}
    )
    unknown = client.post(
        "/auth/token", json={"email": "nobody@school.example", "password": PASSWORD}
    )
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()


def test_a_request_without_a_token_is_refused(client):
    response = client.get("/auth/me")
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"


def test_a_token_that_has_expired_is_refused(client, expired_token):
    assert status_with(client, expired_token) == 401


def test_a_token_signed_with_another_key_is_refused(client, student):
    claims = {"sub": str(student.id), "exp": 4102444800}
    assert status_with(client, sign(claims)) == 200
    assert status_with(client, sign(claims, key="x" * 32)) == 401


def test_a_token_that_never_expires_is_refused(client, student):
    assert status_with(client, sign({"sub": str(student.id)})) == 401


def test_a_token_of_a_user_who_does_not_exist_is_refused(client):
    assert status_with(client, sign({"sub": "99", "exp": 4102444800})) == 401


def status_with(client, token: str) -> int:
    return client.get("/auth/me", headers={"Authorization": f"Bearer {token}"}).status_code
