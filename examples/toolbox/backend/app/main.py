from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, status
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse

from app import realtime
from app.memory_store import MemoryStore
from app.models.users import User
from app.passwords import hash_password
from app.rate_limit import RateLimiter
from app.roles import Role
from app.rooms import Rooms
from app.routers import auth, classes, content, enrollments, health, lessons, quizzes, users
from app.settings import settings
from app.store import Duplicate, Store

ROUTERS = (auth, users, classes, lessons, content, quizzes, enrollments, health, realtime)


def ensure_first_admin(store: Store) -> None:
    if store.users.find(role=Role.admin):
        return
    password_hash = hash_password(settings.admin_password.get_secret_value())
    store.users.add(
        lambda user_id: User(
            id=user_id,
            email=settings.admin_email,
            name="Administrator",
            role=Role.admin,
            password_hash=password_hash,
        )
    )


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    ensure_first_admin(app.state.store)
    yield


async def answer_conflict(request: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"detail": "Such a record exists already."}, status.HTTP_409_CONFLICT)


def create_app(store: Store) -> FastAPI:
    app = FastAPI(
        title="Toolbox",
        version="1.0.0",
        summary="Lessons, content, quizzes and classes of an education platform.",
        lifespan=lifespan,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.store = store
    app.state.rooms = Rooms()
    app.state.limiter = RateLimiter()
    app.add_exception_handler(Duplicate, answer_conflict)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.cors_origins,
        allow_methods=["*"],
        allow_headers=["Authorization", "Content-Type"],
    )
    for module in ROUTERS:
        app.include_router(module.router)
    return app


app = create_app(MemoryStore())
