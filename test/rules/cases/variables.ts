import { IMAGE, type Cases } from '../files.ts';

const settings = (fields: string): string =>
  `from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix="SHOP_")\n    token_minutes: int = 5\n${fields}`;
const compose = (...set: string[]): string =>
  `services:\n  api:\n    build: .\n    environment:\n${set.map((line) => `      ${line}\n`).join('')}`;
const APP = 'from fastapi import FastAPI\napp = FastAPI()\n';
const required = (name: string): string => `import os\nX = os.environ["${name}"]\n`;
const start = { Dockerfile: IMAGE.replace('main:app', 'app.main:app'), 'app/main.py': APP };

export const CASES: Cases = {
  'variables/unread': {
    unmet: {
      Dockerfile: IMAGE,
      'settings.py': settings(''),
      'compose.yml': compose('SHOP_TOKEN_MINUTSE: "5"', 'SHOP_COLOUR: red'),
      '.env.example': 'TOKEN_MINUTES=5\nSHOP_TOKEN_MINUTEX=1\n',
    },
    finds: [
      'compose.yml:5 SHOP_TOKEN_MINUTSE is set, but the code reads SHOP_TOKEN_MINUTES | settings.py:4',
      'compose.yml:6 SHOP_COLOUR is set, but no setting has that name | settings.py:2',
      '.env.example:2 SHOP_TOKEN_MINUTEX is set, but the code reads SHOP_TOKEN_MINUTES | settings.py:4',
    ],
    met: [
      { Dockerfile: IMAGE, 'settings.py': settings(''), 'compose.yml': compose('SHOP_TOKEN_MINUTES: "5"', 'TZ: UTC') },
      // A setting of settings, an image of somebody else, a near one that is set as well, another application.
      { Dockerfile: IMAGE, 'settings.py': settings(''), 'compose.yml': compose('SHOP_DB__HOST: db') },
      {
        'settings.py': settings(''),
        'compose.yml': 'services:\n  db:\n    image: postgres\n    environment:\n      SHOP_TOKEN_MINUTSE: a\n',
      },
      {
        Dockerfile: IMAGE,
        'a.py': 'import os\nos.getenv("TOKEN_MINUTES")\n',
        'compose.yml': compose('TOKEN_MINUTES: "5"', 'TOKEN_MINUTE: "5"'),
      },
      { 'a/a.py': 'import os\nos.getenv("TOKEN_MINUTES")\n', 'b/.env.example': 'TOKEN_MINUTSE=1\n' },
      // Read by a function that is handed its name.
      {
        'a.py': 'import os\ndef need(name):\n    return os.environ[name]\nneed("EMAIL_FROM")\nos.getenv("MAIL_FROM")\n',
        '.env.example': 'EMAIL_FROM=a\n',
      },
      {
        'a.ts':
          'const optional = (key: string) => process.env[key];\nexport const from = optional("SHOP_TOKEN_MINUTSE") || process.env.SHOP_TOKEN_MINUTES;\n',
        '.env.example': 'SHOP_TOKEN_MINUTSE=a\n',
      },
      { Dockerfile: IMAGE, 'compose.yml': compose('SHOP_TOKEN_MINUTSE: "5"') },
    ],
  },
  'variables/default-differs': {
    unmet: {
      ...start,
      'app/a.py': 'import os\nos.getenv("TOKEN_MINUTES", "5")\n',
      'app/b.py': 'import os\nos.getenv("TOKEN_MINUTES", "60")\n',
    },
    finds: ['app/b.py:2 TOKEN_MINUTES defaults to 5, but to 60 in app/b.py | app/a.py:2'],
    met: [
      {
        ...start,
        'app/a.py': 'import os\nos.getenv("DEBUG", "false")\nos.getenv("TOKEN_MINUTES", "5.0")\n',
        'app/b.py':
          'import os\nos.getenv("DEBUG", "False")\nos.getenv("TOKEN_MINUTES", "5")\nos.getenv("TOKEN_MINUTES")\n',
      },
      // Settings for another way to run it.
      {
        ...start,
        'app/config.py': 'import os\nos.getenv("DEBUG", "false")\n',
        'app/config_demo.py': 'import os\nos.getenv("DEBUG", "true")\n',
      },
      // A script beside the application, and an application of its own.
      {
        ...start,
        'app/a.py': 'import os\nos.getenv("PORT", "5")\n',
        'scripts/b.py': 'import os\nos.getenv("PORT", "60")\n',
      },
    ],
  },
  'variables/example': {
    unmet: {
      ...start,
      'app/a.py': required('SHOP_KEY'),
      'app/b.py': required('SHOP_URL'),
      'app/c.py': required('SHOP_PORT'),
      '.env.example': 'SHOP_KEY=\n',
    },
    finds: [
      '.env.example:1 SHOP_URL, SHOP_PORT are required, but .env.example does not list them | app/b.py:2 | app/c.py:2',
    ],
    met: [
      {
        ...start,
        'app/a.py': required('SHOP_KEY'),
        'app/b.py': required('SHOP_URL'),
        '.env.example': 'SHOP_KEY=\nSHOP_URL=\n',
      },
      {
        ...start,
        'app/a.py': required('SHOP_KEY'),
        'app/b.py': `${required('SHOP_MODE')}os.getenv("SHOP_MODE", "off")\n`,
        '.env.example': 'SHOP_KEY=\n',
      },
      {
        ...start,
        'app/a.py': required('SHOP_KEY'),
        'app/b.py': required('SHOP_URL'),
        '.env.example': 'SHOP_KEY=\n',
        'compose.yml': compose('SHOP_URL: http://a'),
      },
      { ...start, 'app/a.py': required('SHOP_KEY') },
      { ...start, 'app/a.py': required('SHOP_KEY'), '.env.example': 'OTHER=\n' },
      { ...start, 'app/a.py': required('SHOP_KEY'), 'web/.env.example': 'SHOP_URL=\n' },
    ],
  },
};
