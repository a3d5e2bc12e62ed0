import { type Cases } from '../files.ts';

export const CASES: Cases = {
  'python/gate-in-force': {
    unmet: { 'pytest.ini': '[tool:pytest]\naddopts = --cov --cov-fail-under=80\n' },
    finds: [
      'pytest.ini:2 80 % is demanded here, and pytest reads `[tool:pytest]` in setup.cfg only: in pytest.ini it is `[pytest]`',
    ],
    met: [
      { 'pytest.ini': '[pytest]\naddopts = --cov --cov-fail-under=80\n' },
      { 'setup.cfg': '[tool:pytest]\naddopts = --cov --cov-fail-under=80\n' },
    ],
  },
};
