import { type Cases } from '../files.ts';

const db = (password: string): string =>
  `services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: ${password}\n  api:\n    build: .\n`;
const deploy = (job: string): string =>
  `on: push\njobs:\n  ${job}:\n    env:\n      API_TOKEN: s3cr3t-value\n    steps:\n      - run: ./a\n`;

const object = (kind: string, data: string): string =>
  `apiVersion: v1\nkind: ${kind}\nmetadata: {name: a}\nstringData:\n${data}`;

export const CASES: Cases = {
  'secrets/literal': {
    unmet: {
      // A name in the address, and not the password, is one to be replaced.
      'c/compose.yml': `# For development and production\n${db('t0k3n-value')}`,
      // Nothing that they say of themselves makes these a sample.
      'd/compose.yml': `# The shop, for all; \`make test\` runs the tests\n${db('t0k3n-value').replace('POSTGRES_PASSWORD', 'SHOP_SECRET')}`,
      'k8s/b.yaml': `# Other clusters use Vault\n${object('Secret', '  B_TOKEN: t0k3n-value\n')}`,
      'b/Dockerfile': 'FROM x\nENV SHOP_URL=postgresql://shop:s3cr3t-value@your-db.internal/shop\n',
      'docs/README.md': 'This is a sample.\n',
      'compose.yml': db('s3cr3t-value'),
      Dockerfile: 'FROM python:3.12\nENV POSTGRES_PASSWORD=s3cr3t-value\n',
      '.github/workflows/a.yml': deploy('deploy'),
      'k8s/a.yaml': object(
        'Secret',
        '  ENV: prod\n  API_TOKEN: s3cr3t-value\n  DB_PASSWORD: s3cr3t-value\n  LOG_LEVEL: info\n',
      ),
    },
    finds: [
      '.github/workflows/a.yml:5 API_TOKEN is hard-coded here | k8s/a.yaml:6',
      'Dockerfile:2 POSTGRES_PASSWORD is hard-coded here | c/compose.yml:6 | compose.yml:5',
      'b/Dockerfile:2 SHOP_URL is hard-coded here',
      'c/compose.yml:6 POSTGRES_PASSWORD is hard-coded here | Dockerfile:2 | compose.yml:5',
      'compose.yml:5 POSTGRES_PASSWORD is hard-coded here | Dockerfile:2 | c/compose.yml:6',
      'd/compose.yml:6 SHOP_SECRET is hard-coded here',
      'k8s/a.yaml:6 Secret/a is committed with its values: API_TOKEN, DB_PASSWORD | k8s/a.yaml:7',
      'k8s/b.yaml:6 Secret/a is committed with its values: B_TOKEN',
    ],
    met: [
      { 'k8s/minikube/a.yaml': object('Secret', '  API_TOKEN: s3cr3t-value\n') },
      { Dockerfile: 'FROM x\nENV DATABASE_URL=postgresql://user:pass@localhost:5432/dummy\n' },
      { Dockerfile: 'FROM x\nARG DATABASE_URL=mysql://build:build@build:3306/build\n' },
      { 'cypress/compose.yml': db('s3cr3t-value') },
      { 'compose-developer.yml': db('s3cr3t-value').replace('image: ', 'build: .\n    image: ') },
      // For development, as the value says, and a stand-in where Base64 belongs.
      { 'compose.yml': db('dev-s3cr3t-value').replace('image: ', 'build: .\n    image: ') },
      { 'k8s/a.yaml': object('Secret', '  API_TOKEN: "实际base64值"\n').replace('stringData', 'data') },
      { 'k8s/a.yaml': object('Secret', '  DATABASE_URL: "postgres://shop:shop@db/shop"\n') },
      { 'k8s/secret.template.yaml': object('Secret', '  API_TOKEN: s3cr3t-value\n') },
      {
        'k8s/a.yaml': object(
          'Secret',
          '  A_URL: "amqp://<user>:<password>@mq:5672"\n  API_TOKEN: replace-prod-token\n  B_TOKEN: admin-change-in-production\n  tls.key: "-----BEGIN PRIVATE KEY-----"\n  DB_PASSWORD: shop_root_password\n',
        ),
      },
      { 'k8s/a.yaml': object('Secret', '  API_TOKEN: your-base64-encoded-token\n').replace('stringData', 'data') },
      // A sample, as its README says; another folder's README is about that one.
      { 'compose.yml': db('s3cr3t-value'), 'README.md': '# A\n\nA is a sample web app.\n' },
      {
        'labs/compose.yml': db('s3cr3t-value'),
        'labs/README.md': 'These labs must not be deployed in production environments.\n',
      },
      { '.github/workflows/a.yml': deploy('deploy').replace('API_TOKEN', 'PUBLIC_POSTHOG_KEY') },
      // What a demonstration has: the name of the user typed twice, and what images come with.
      {
        'compose.yml':
          'services:\n  a: {build: .}\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_USER: shop\n      POSTGRES_PASSWORD: shop\n      PGADMIN_DEFAULT_PASSWORD: admin\n      DATABASE_URL: postgresql://shop:shop@db/shop\n',
      },
      // What is public, what is none, a folder, an address without a password, what a script fills in.
      {
        Dockerfile:
          'FROM x\nENV NEXT_PUBLIC_API_KEY=abcdef123 STRIPE_PUBLISHABLE_KEY=pk_live_1 SECRET_DIRECTORY=/state GOOGLE_API_KEY=no SHOP_DSN=sqlite:///shop.db?check=false SENTRY_DSN=https://abc@o1.ingest.sentry.io/1 SHOP_API_KEY=SHOP_API_KEY_VAL\n',
        'compose.yml': 'services:\n  a:\n    build: .\n    environment:\n      - REPO_SSH_KEY=""\n',
      },
      { 'compose.yml': db('${POSTGRES_PASSWORD:?}') },
      { 'compose.yml': db('${POSTGRES_PASSWORD:-s3cr3t-value}') },
      { 'compose.yml': db('changeme') },
      { 'compose.yml': `# Internal testing only\n${db('s3cr3t-value')}` },
      { '.github/workflows/a.yml': deploy('deploy').replace('API_TOKEN', 'MAJOR_STRING_TOKEN') },
      ...[
        'XXX',
        'ZZZZ',
        'yourpassword',
        'some_client_secret',
        'root_password',
        'rootpassword',
        '0123456789abcdef',
        '/run/secrets/db',
        'app/production',
      ].map((value) => ({ 'compose.yml': db(value) })),
      {
        'compose.yml': db('x')
          .replace(/POSTGRES.*/, 'A: a')
          .replace(/A: a/, '- URL=${URL:-postgresql://shop:s3cr3t@db/shop}'),
      },
      // What images come with, and the name of a user typed once more.
      { 'k8s/a.yaml': object('Secret', '  ROOT_PASSWORD: root\n  DB_USER: shop\n  DB_PASSWORD: shop\n') },
      // A Secret of names and addresses, one that is cut short, one whose secrets are filled in later.
      {
        'k8s/a.yaml': object(
          'Secret',
          '  AWS_REGION: eu-1\n  SMTP_HOST: mail\n  DB_USER: shop\n  URL: https://shop.example\n  API_TOKEN: CHANGE_ME\n',
        ),
        'k8s/b.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: {name: b}\ndata:\n  tls.key: LS0tLS1CRUdJTi...\n',
      },
      { 'compose.override.yml': db('s3cr3t-value'), 'docker-compose.dev.yml': db('s3cr3t-value') },
      { 'compose.yml': db('s3cr3t-value'), 'compose.prod.yml': 'services: {}\n' },
      { '.github/workflows/a.yml': deploy('unit') },
      // Servers of somebody else alone are for who develops.
      { 'compose.yml': db('s3cr3t-value').replace('build: .', 'image: redis') },
      // A comment says that they are none yet.
      ...[
        '# The values in this file should be changed\n',
        '# replace these values\n',
        '# example secrets\n',
        '# In a real setup use a secrets manager\n',
      ].map((comment) => ({ 'k8s/a.yaml': comment + object('Secret', '  API_TOKEN: s3cr3t-value\n') })),
    ],
  },
};
