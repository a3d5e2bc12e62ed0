import type { World } from './world.ts';

export const world: World = {
  trait: 'a coverage gate in a section that pytest does not read',
  files: {
    'pytest.ini': `[tool:pytest]
addopts = --cov=app --cov-fail-under=80
testpaths = tests
`,
    'svc/setup.cfg': `[tool:pytest]
addopts = --cov --cov-fail-under=90
`,
  },
  applications: [],
  holds: ['gate.coverage 80 pytest.ini:2', 'gate.coverage 90 svc/setup.cfg:2'],
};
