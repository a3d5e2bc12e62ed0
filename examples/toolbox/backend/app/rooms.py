from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from fastapi import WebSocket
from starlette.websockets import WebSocketDisconnect, WebSocketDisconnected

LOBBY = None


class Rooms:
    """Open connections, by the class they are in or `LOBBY`."""

    def __init__(self) -> None:
        self._members: defaultdict[int | None, set[WebSocket]] = defaultdict(set)

    @contextmanager
    def joined(self, room: int | None, websocket: WebSocket) -> Iterator[None]:
        self._members[room].add(websocket)
        try:
            yield
        finally:
            self._members[room].discard(websocket)

    async def send_to_room(self, room: int | None, message: dict[str, Any]) -> None:
        await send(self._members[room], message)

    async def send_to_all(self, message: dict[str, Any]) -> None:
        await send(set().union(*self._members.values()), message)


async def send(websockets: Iterable[WebSocket], message: dict[str, Any]) -> None:
    for websocket in list(websockets):
        try:
            await websocket.send_json(message)
        except (WebSocketDisconnect, WebSocketDisconnected):
            # It left while others were being served; its own endpoint takes it out of the room.
            continue
