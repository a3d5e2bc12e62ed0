import type { World } from './world.ts';

export const world: World = {
  trait: 'a workflow names a file, a folder and a script that do not exist',
  files: {
    '.github/workflows/deploy.yml': `name: Deploy
on:
  push:
    branches: [main]
jobs:
  ship:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: |
          pip install -r server/requirements.txt
          npm run deploy
        working-directory: server
      - run: kubectl set image deployment/web web=shop/web:1
        env:
          TOKEN: \${{ secrets.DEPLOY_TOKEN }}
`,
  },
  applications: [],
  holds: [
    'workflow Deploy .github/workflows/deploy.yml:1',
    'path.named server .github/workflows/deploy.yml:13',
    'secret.used DEPLOY_TOKEN .github/workflows/deploy.yml:16',
    'workflow.action actions/checkout@v4 .github/workflows/deploy.yml:9',
  ],
};
