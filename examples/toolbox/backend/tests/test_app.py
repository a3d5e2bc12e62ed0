from fastapi.testclient import TestClient

from app.main import app, create_app
from app.settings import settings


def test_health_and_readiness(client):
    assert client.get("/health").json() == {"status": "ok"}
    assert client.get("/ready").json() == {"status": "ready"}


def test_not_ready_while_the_store_does_not_answer(client, store, monkeypatch):
    monkeypatch.setattr(store, "ping", lambda: False)
    assert client.get("/ready").status_code == 503
    assert client.get("/health").status_code == 200


def test_the_first_start_creates_an_admin_and_later_starts_do_not(store):
    for _ in range(2):
        with TestClient(create_app(store)) as client:
            credentials = {
                "email": settings.admin_email,
                "password": settings.admin_password.get_secret_value(),
            }
            assert client.post("/auth/token", json=credentials).status_code == 200
    assert len(store.users.find()) == 1


def test_the_dashboard_may_call_the_api_and_other_origins_may_not(client):
    dashboard = client.get("/health", headers={"Origin": "http://localhost:5173"})
    assert dashboard.headers["Access-Control-Allow-Origin"] == "http://localhost:5173"
    stranger = client.get("/health", headers={"Origin": "http://stranger.example"})
    assert "Access-Control-Allow-Origin" not in stranger.headers


def test_each_operation_is_described():
    operations = [
        operation for path in app.openapi()["paths"].values() for operation in path.values()
    ]
    assert len(operations) == 29
    assert all(operation["summary"] and operation["description"] for operation in operations)
