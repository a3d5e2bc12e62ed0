from collections.abc import Callable, Iterator
from typing import Any

import jwt
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.main import create_app
from app.memory_store import MemoryStore
from app.models.users import User
from app.passwords import hash_password
from app.rate_limit import RateLimiter
from app.roles import Role
from app.security import issue_token
from app.settings import settings

PASSWORD = "correct horse battery"


def sign(claims: dict[str, Any], key: str = settings.jwt_secret.get_secret_value()) -> str:
    return jwt.encode(claims, key, "HS256")


@pytest.fixture(scope="session")
def password_hash() -> str:
    return hash_password(PASSWORD)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture(scope="session")
def api() -> FastAPI:
    return create_app(MemoryStore())


@pytest.fixture
def client(api: FastAPI, store: MemoryStore, admin: User) -> Iterator[TestClient]:
    api.state.store = store
    api.state.limiter = RateLimiter()
    # Entered, so that all WebSockets of a test share one event loop, as they do in a server.
    with TestClient(api) as client:
        yield client


@pytest.fixture
def add_user(store: MemoryStore, password_hash: str) -> Callable[[str, Role], User]:
    def add(name: str, role: Role) -> User:
        return store.users.add(
            lambda user_id: User(
                id=user_id,
                email=f"{name.lower()}@school.example",
                name=name,
                role=role,
                password_hash=password_hash,
            )
        )

    return add


@pytest.fixture
def admin(add_user) -> User:
    return add_user("Grace", Role.admin)


@pytest.fixture
def teacher(add_user) -> User:
    return add_user("Ada", Role.teacher)


@pytest.fixture
def student(add_user) -> User:
    return add_user("Alan", Role.student)


@pytest.fixture
def token_of() -> Callable[[User], str]:
    return lambda user: issue_token(user).access_token


@pytest.fixture
def as_user(token_of) -> Callable[[User], dict[str, str]]:
    return lambda user: {"Authorization": f"Bearer {token_of(user)}"}


@pytest.fixture
def expired_token(student) -> str:
    return sign({"sub": str(student.id), "exp": 0})


@pytest.fixture
def lesson_id(client, teacher, as_user) -> int:
    draft = {"title": "Fractions", "subject": "mathematics", "grade": 5, "minutes": 45}
    return client.post("/lessons", json=draft, headers=as_user(teacher)).json()["id"]


@pytest.fixture
def class_id(client, teacher, as_user) -> int:
    draft = {"name": "5b", "grade": 5}
    return client.post("/classes", json=draft, headers=as_user(teacher)).json()["id"]


@pytest.fixture
def quiz_id(client, teacher, as_user, lesson_id) -> int:
    draft = {
        "lesson_id": lesson_id,
        "title": "Halves and quarters",
        "pass_percent": 60,
        "questions": [
            {"prompt": "1/2 + 1/4", "choices": ["3/4", "2/6"], "answer": 0},
            {"prompt": "1/2 of 1/2", "choices": ["1", "1/4"], "answer": 1},
        ],
    }
    return client.post("/quizzes", json=draft, headers=as_user(teacher)).json()["id"]
