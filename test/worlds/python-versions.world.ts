import type { World } from './world.ts';

export const world: World = {
  trait: 'places that name the version of Python do not agree',
  files: {
    '.python-version': `3.12
`,
    'pyproject.toml': `[project]
name = "x"
requires-python = ">=3.11"

[tool.poetry.dependencies]
python = "^3.10"
`,
    Dockerfile: `ARG VERSION=3.13
FROM python:\${VERSION}-slim AS base
FROM base
`,
    '.github/workflows/ci.yml': `on: push
jobs:
  test:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        python-version: ["3.10", "3.11"]
    steps:
      - uses: actions/setup-python@v5
        with:
          python-version: \${{ matrix.python-version }}
`,
  },
  applications: [],
  holds: [
    'version.python 3.12 .python-version:1',
    'version.python >=3.11 pyproject.toml:3',
    'version.python ^3.10 pyproject.toml:6',
    'version.python 3.13 Dockerfile:2',
    'version.python 3.10 .github/workflows/ci.yml:7',
    'version.python 3.11 .github/workflows/ci.yml:7',
  ],
};
