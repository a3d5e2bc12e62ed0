import type { World } from './world.ts';

export const world: World = {
  trait: 'a package that is called src',
  files: {
    'src/__init__.py': ``,
    'src/main.py': `from fastapi import FastAPI
from src.api import router
app = FastAPI()
app.include_router(router)
`,
    'src/api.py': `from fastapi import APIRouter
router = APIRouter(prefix="/x")
@router.delete("/{id:path}")
def x(): ...
`,
  },
  applications: ['src.main:app . 1'],
  holds: ['operation DELETE /x/{id:path} src/api.py:3'],
};
