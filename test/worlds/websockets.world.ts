import type { World } from './world.ts';

export const world: World = {
  trait: 'WebSocket routes and a Socket.IO mount',
  files: {
    'server.py': `from fastapi import FastAPI
import socketio
app = FastAPI()
sio = socketio.AsyncServer()
app.mount("/socket.io", socketio.ASGIApp(sio))
@app.websocket("/ws")
async def ws(s): ...
@app.websocket("/ws/{client_id}")
async def one(s, client_id: str): ...
`,
  },
  applications: ['server:app . 0'],
  holds: ['websocket /ws server.py:6', 'websocket /ws/{client_id} server.py:8', 'route.mount /socket.io server.py:5'],
};
