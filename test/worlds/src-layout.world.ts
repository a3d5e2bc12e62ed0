import type { World } from './world.ts';

export const world: World = {
  trait: 'a package below src, settings from a file above, the working folder elsewhere',
  files: {
    'backend/src/orders/__init__.py': ``,
    'backend/src/orders/main.py': `from fastapi import FastAPI
from .config import settings
from . import routes
app = FastAPI()
app.include_router(routes.router, prefix=settings.API)
`,
    'backend/src/orders/routes.py': `from fastapi import APIRouter
router = APIRouter()
@router.get("/orders")
def orders(): ...
`,
    'backend/src/orders/config.py': `from pydantic_settings import BaseSettings, SettingsConfigDict
class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file="../.env")
    API: str = "/v1"
    DATABASE_URL: str
settings = Settings()
`,
  },
  applications: ['orders.main:app backend/src 1'],
  holds: [
    'operation GET /v1/orders backend/src/orders/routes.py:3',
    'variable.read DATABASE_URL backend/src/orders/config.py:5',
    'settings.class Settings backend/src/orders/config.py:2',
  ],
};
