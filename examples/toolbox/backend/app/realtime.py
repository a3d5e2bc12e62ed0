"""Live messages over WebSocket.

Connect to `/ws?token=<access token>` for the lobby, or to `/ws/classes/{class_id}?token=<access
token>` for one class. A message is a JSON object `{"type": ..., "payload": {...}}`. It reaches
everybody in the same room as `{"type": ..., "from": <user id>, "payload": {...}}`, the sender
included. `ping` is answered with `pong` to its sender alone; `system.announce` reaches every room.

A message that is refused is answered with `{"type": "error", "code": ..., "detail": ...}` and the
connection stays open. A connection that is refused is closed with a code of `CLOSE_CODES`.
"""

from collections.abc import AsyncIterator
from math import ceil
from typing import Any

from fastapi import APIRouter, WebSocket
from pydantic import BaseModel, Field, ValidationError

from app.models.users import User
from app.rate_limit import RateLimiter
from app.roles import Role
from app.rooms import LOBBY, Rooms, send
from app.security import StoreDep, user_of_token
from app.store import Store

MESSAGE_PERMISSIONS: dict[str, set[Role]] = {
    "ping": {Role.admin, Role.teacher, Role.student},
    "chat.message": {Role.admin, Role.teacher, Role.student},
    "hand.raise": {Role.student},
    "progress.report": {Role.student},
    "lesson.open": {Role.admin, Role.teacher},
    "quiz.start": {Role.admin, Role.teacher},
    "system.announce": {Role.admin},
}

# Messages a minute, over all connections of a user.
RATE_LIMITS: dict[Role, int] = {
    Role.admin: 240,
    Role.teacher: 120,
    Role.student: 30,
}

ERROR_CODES: dict[str, str] = {
    "rate_limited": "The user sent more messages in the last minute than the role allows.",
    "invalid_message": "The message is not a JSON object with a type and an optional payload.",
    "unknown_type": "There is no message of this type.",
    "forbidden": "The role of the user may not send messages of this type.",
}

CLOSE_CODES: dict[int, str] = {
    4401: "The token is missing, invalid or has expired.",
    4403: "The user neither teaches the class nor is enrolled in it.",
    4404: "There is no such class.",
}

router = APIRouter()


class Message(BaseModel):
    type: str
    payload: dict[str, Any] = Field(default_factory=dict)


class Refusal(BaseModel):
    type: str = "error"
    code: str
    detail: str
    retry_after_seconds: int | None = None


def refuse(code: str, retry_after_seconds: int | None = None) -> Refusal:
    return Refusal(code=code, detail=ERROR_CODES[code], retry_after_seconds=retry_after_seconds)


def check_message(frame: str | bytes, user: User, limiter: RateLimiter) -> Message | Refusal:
    wait = limiter.seconds_to_wait(user.id, RATE_LIMITS[user.role])
    if wait:
        return refuse("rate_limited", retry_after_seconds=ceil(wait))
    try:
        message = Message.model_validate_json(frame)
    except ValidationError:
        return refuse("invalid_message")
    if message.type not in MESSAGE_PERMISSIONS:
        return refuse("unknown_type")
    if user.role not in MESSAGE_PERMISSIONS[message.type]:
        return refuse("forbidden")
    return message


def class_close_code(store: Store, user: User, class_id: int) -> int | None:
    school_class = store.classes.get(class_id)
    if school_class is None:
        return 4404
    may_join = (
        user.role is Role.admin
        or school_class.teacher_id == user.id
        or store.enrollments.find(class_id=class_id, student_id=user.id)
    )
    return None if may_join else 4403


@router.websocket("/ws")
async def lobby(websocket: WebSocket, store: StoreDep, token: str = "") -> None:
    await serve(websocket, store, token, LOBBY)


@router.websocket("/ws/classes/{class_id}")
async def classroom(websocket: WebSocket, class_id: int, store: StoreDep, token: str = "") -> None:
    await serve(websocket, store, token, class_id)


async def serve(websocket: WebSocket, store: Store, token: str, room: int | None) -> None:
    # Accepted first, because a browser cannot read why a handshake was refused.
    await websocket.accept()
    user = user_of_token(store, token)
    if user is None:
        await websocket.close(4401)
        return
    close_code = None if room is LOBBY else class_close_code(store, user, room)
    if close_code:
        await websocket.close(close_code)
        return
    rooms: Rooms = websocket.app.state.rooms
    limiter: RateLimiter = websocket.app.state.limiter
    with rooms.joined(room, websocket):
        async for frame in frames(websocket):
            await deliver(check_message(frame, user, limiter), user, room, rooms, websocket)


async def frames(websocket: WebSocket) -> AsyncIterator[str | bytes]:
    while (event := await websocket.receive())["type"] == "websocket.receive":
        yield event.get("text") or event.get("bytes") or ""


async def deliver(
    message: Message | Refusal,
    user: User,
    room: int | None,
    rooms: Rooms,
    websocket: WebSocket,
) -> None:
    if isinstance(message, Refusal):
        await send([websocket], message.model_dump(exclude_none=True))
        return
    envelope = {"type": message.type, "from": user.id, "payload": message.payload}
    match message.type:
        case "ping":
            await send([websocket], {"type": "pong"})
        case "system.announce":
            await rooms.send_to_all(envelope)
        case _:
            await rooms.send_to_room(room, envelope)
