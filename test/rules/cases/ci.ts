import { job, type Cases } from '../files.ts';

export const CASES: Cases = {
  'ci/path-exists': {
    unmet: { '.github/workflows/a.yml': job('      - run: pip install -r server/requirements.txt\n') },
    finds: ['.github/workflows/a.yml:6 server/requirements.txt does not exist'],
    met: [
      {
        '.github/workflows/a.yml': job('      - run: pip install -r server/requirements.txt\n'),
        'server/requirements.txt': '',
      },
      {
        '.github/workflows/a.yml': job(
          '      - run: echo x > made.py && python made.py\n      - run: if [ -f x.sh ]; then ./x.sh; fi\n',
        ),
      },
    ],
  },
};
