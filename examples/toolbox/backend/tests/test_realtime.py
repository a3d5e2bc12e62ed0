import asyncio

import pytest
from starlette.websockets import WebSocketDisconnect

from app.realtime import ERROR_CODES, MESSAGE_PERMISSIONS, RATE_LIMITS
from app.roles import Role
from app.rooms import LOBBY, Rooms


@pytest.fixture
def connect(client, token_of):
    def open_socket(user, class_id=None):
        path = f"/ws/classes/{class_id}" if class_id else "/ws"
        return client.websocket_connect(f"{path}?token={token_of(user)}")

    return open_socket


def close_code_of(socket) -> int:
    with socket, pytest.raises(WebSocketDisconnect) as closed:
        socket.receive_json()
    return closed.value.code


@pytest.mark.parametrize("path", ["/ws", "/ws?token=nonsense", "/ws/classes/1"])
def test_a_connection_without_a_valid_token_is_closed(client, path):
    assert close_code_of(client.websocket_connect(path)) == 4401


def test_a_connection_with_an_expired_token_is_closed(client, expired_token):
    assert close_code_of(client.websocket_connect(f"/ws?token={expired_token}")) == 4401


def test_a_class_is_open_to_its_members(
    client, connect, admin, teacher, student, class_id, as_user
):
    draft = {"class_id": class_id, "student_id": student.id}
    client.post("/enrollments", json=draft, headers=as_user(teacher))
    for user in (admin, teacher, student):
        with connect(user, class_id) as socket:
            socket.send_json({"type": "ping"})
            assert socket.receive_json() == {"type": "pong"}


def test_a_class_is_closed_to_everybody_else(connect, add_user, student, class_id):
    assert close_code_of(connect(student, class_id)) == 4403
    assert close_code_of(connect(add_user("Emmy", Role.teacher), class_id)) == 4403


def test_a_class_that_does_not_exist_is_closed(connect, admin):
    assert close_code_of(connect(admin, class_id=99)) == 4404


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("message_type", list(MESSAGE_PERMISSIONS))
def test_a_message_type_is_open_to_its_roles(connect, add_user, role, message_type):
    with connect(add_user("Kurt", role)) as socket:
        socket.send_json({"type": message_type})
        reply = socket.receive_json()
    if role in MESSAGE_PERMISSIONS[message_type]:
        assert reply["type"] == ("pong" if message_type == "ping" else message_type)
    else:
        assert reply == {"type": "error", "code": "forbidden", "detail": ERROR_CODES["forbidden"]}


def test_a_message_reaches_its_room_only(connect, admin, teacher, class_id):
    with (
        connect(teacher, class_id) as sender,
        connect(admin, class_id) as classmate,
        connect(admin) as outsider,
    ):
        sender.send_json({"type": "lesson.open", "payload": {"lesson_id": 3}})
        expected = {"type": "lesson.open", "from": teacher.id, "payload": {"lesson_id": 3}}
        assert sender.receive_json() == expected
        assert classmate.receive_json() == expected

        outsider.send_json({"type": "ping"})
        assert outsider.receive_json() == {"type": "pong"}


def test_an_announcement_reaches_every_room(connect, admin, teacher, class_id):
    with connect(admin) as lobby, connect(teacher, class_id) as classroom:
        lobby.send_json({"type": "system.announce", "payload": {"text": "Fire drill"}})
        assert classroom.receive_json() == lobby.receive_json()


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("not JSON", "invalid_message"),
        ("[]", "invalid_message"),
        ('{"payload": {}}', "invalid_message"),
        ('{"type": "ping", "payload": 1}', "invalid_message"),
        ('{"type": "class.delete"}', "unknown_type"),
    ],
)
def test_a_malformed_message_is_answered_and_the_connection_stays_open(
    connect, student, frame, code
):
    with connect(student) as socket:
        socket.send_text(frame)
        assert socket.receive_json()["code"] == code
        socket.send_bytes(b'{"type": "ping"}')
        assert socket.receive_json() == {"type": "pong"}


@pytest.mark.parametrize("role", list(Role))
def test_a_role_sends_as_many_messages_a_minute_as_its_limit(connect, add_user, role):
    user = add_user("Kurt", role)
    with connect(user) as socket:
        for _ in range(RATE_LIMITS[role]):
            socket.send_json({"type": "ping"})
            assert socket.receive_json() == {"type": "pong"}
        socket.send_json({"type": "ping"})
        refused = socket.receive_json()
    assert refused["code"] == "rate_limited"
    assert 0 < refused["retry_after_seconds"] <= 60

    with connect(user) as reconnected:
        reconnected.send_json({"type": "ping"})
        assert reconnected.receive_json()["code"] == "rate_limited"


class LostConnection:
    async def send_json(self, message: dict[str, str]) -> None:
        raise WebSocketDisconnect(1006)


class OpenConnection:
    def __init__(self) -> None:
        self.received: list[dict[str, str]] = []

    async def send_json(self, message: dict[str, str]) -> None:
        self.received.append(message)


def test_a_lost_connection_does_not_keep_messages_from_the_others():
    rooms = Rooms()
    first, second = OpenConnection(), OpenConnection()
    with rooms.joined(LOBBY, first), rooms.joined(LOBBY, LostConnection()):
        with rooms.joined(LOBBY, second):
            asyncio.run(rooms.send_to_room(LOBBY, {"type": "chat.message"}))
        asyncio.run(rooms.send_to_room(LOBBY, {"type": "hand.raise"}))
    assert [message["type"] for message in first.received] == ["chat.message", "hand.raise"]
    assert [message["type"] for message in second.received] == ["chat.message"]
