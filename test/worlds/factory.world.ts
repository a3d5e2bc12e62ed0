import type { World } from './world.ts';

export const world: World = {
  trait: 'an application that a function makes',
  files: {
    'shop/__init__.py': ``,
    'shop/app.py': `from fastapi import FastAPI

def create_app(testing: bool = False) -> FastAPI:
    app = FastAPI()

    @app.get("/made")
    def made(): ...

    return app
`,
    Procfile: `web: uvicorn shop.app:create_app --factory --port 8000
`,
  },
  applications: ['shop.app:create_app() . 1'],
  holds: [
    'start.application shop.app:create_app Procfile:1',
    'port.listen 8000 Procfile:1',
    'operation GET /made shop/app.py:6',
  ],
};
