import type { World } from './world.ts';

export const world: World = {
  trait: 'variables that are needed, by four kinds of reading; none of their values is told',
  files: {
    'a.py': `import os
key = os.environ["STRIPE_KEY"]
mode = os.getenv("MODE", "dev")
`,
    'b.py': `from starlette.config import Config
config = Config(".env")
DEBUG = config("DEBUG", cast=bool)
`,
    'c.py': `from pydantic_settings import BaseSettings
class S(BaseSettings):
    smtp_host: str
    smtp_password: str = "hunter2-hunter2"
`,
    '.env': `STRIPE_KEY=sk_live_1234567890
MODE=prod
`,
    '.env.example': `STRIPE_KEY=
`,
    'web/src/a.ts': `export const url = import.meta.env.VITE_API_URL;
// import.meta.env.VITE_GONE
`,
  },
  applications: [],
  holds: [
    'variable.read STRIPE_KEY a.py:2',
    'variable.read MODE a.py:3',
    'variable.read DEBUG b.py:3',
    'variable.read SMTP_HOST c.py:3',
    'variable.read SMTP_PASSWORD c.py:4',
    'secret.literal SMTP_PASSWORD c.py:4',
    'variable.set STRIPE_KEY .env:1',
    'variable.set STRIPE_KEY .env.example:1',
    'variable.read VITE_API_URL web/src/a.ts:1',
  ],
  lacks: ['variable.read VITE_GONE'],
};
