import { shell } from '../../../../src/facts/extract/shell/shell.ts';
import { assert, suite } from '../../../harness.ts';
import { factsOf, refused } from '../facts.ts';

const test = suite('extract shell');

const read = (text: string, path = 'scripts/dev/start.sh'): string[] => factsOf(shell, path, text);

const FULL = `#!/usr/bin/env bash
set -euo pipefail
# bash commented.sh \${COMMENTED:?}
SCRIPT_DIR="$(cd "$(dirname "\${BASH_SOURCE[0]}")" && pwd)"
ROOT="$(dirname "$SCRIPT_DIR")"
source "$SCRIPT_DIR/lib.sh"
PORT="\${API_PORT:-8008}"
: "\${DATABASE_URL:?must be set}" "\${SECRET_KEY:-hunter2}" "\${1:-x}" "\${lower:-x}"

cd "$ROOT/.."
python3 scripts/check.py --all
./run_api.sh && bash tools/b.sh
source venv_clean/bin/activate
cd backend
exec ./serve.sh
uvicorn app.main:app \\
  --port "$PORT" --host 0.0.0.0 &
SECRET_KEY=hunter2 gunicorn app.main:app --bind 0.0.0.0:9000
curl -s http://127.0.0.1:8008/health || echo "
  see http://localhost:5173"
cat > x.sh <<EOF
bash inner.sh
EOF
cd /tmp
./elsewhere.sh
`;

test('a script in full', () => {
  const facts = read(FULL);
  assert.equal(facts, [
    'variable.read API_PORT @7 {"by":"shell","required":false,"default":"8008"}',
    'variable.read DATABASE_URL @8 {"by":"shell","required":true}',
    'variable.read SECRET_KEY @8 {"by":"shell","required":false}',
    'port.named 9000 @18 {"host":"0.0.0.0"}',
    'port.named 8008 @19 {"host":"127.0.0.1"}',
    'port.named 5173 @20 {"host":"localhost"}',
    'path.named scripts/dev/lib.sh @6 {"by":"script","kind":"file","from":"root"} derived',
    'path.named scripts/check.py @11 {"by":"script","kind":"file","from":"root"} derived',
    'path.named ./run_api.sh @12 {"by":"script","kind":"file","from":"root"} derived',
    'path.named tools/b.sh @12 {"by":"script","kind":"file","from":"root"} derived',
    'path.named ./serve.sh @15 {"by":"script","kind":"file","from":"backend"} derived',
    'command uvicorn app.main:app --port "$PORT" --host 0.0.0.0 @16 {"by":"shell"}',
    'start.application app.main:app @16 {"by":"shell","runner":"uvicorn"}',
    'command SECRET_KEY=… gunicorn app.main:app --bind 0.0.0.0:9000 @18 {"by":"shell"}',
    'start.application app.main:app @18 {"by":"shell","runner":"gunicorn","port":9000}',
    'port.listen 9000 @18 {"by":"shell","runner":"gunicorn"}',
    'path.made x.sh @21 {"by":"shell"}',
  ]);
  assert.not.match(facts.join('\n'), /hunter2/);
});

test('objects that only a script makes, without their values', () => {
  const script =
    'kubectl create secret generic keys -n shop --from-literal=token=hunter2\nkubectl create configmap init --from-file=a.sql --dry-run=client -o yaml | kubectl apply -f -\nkubectl get pods\n';
  assert.equal(read(script), [
    'command kubectl create secret generic keys -n shop --from-literal=token=… @1 {"by":"shell"}',
    'command kubectl create configmap init --from-file=a.sql --dry-run=client -o yaml @2 {"by":"shell"}',
  ]);
});

test('where a script does not say where it is, the root is guessed', () => {
  assert.equal(read('bash scripts/test.sh "$@"\n'), [
    'path.named scripts/test.sh @1 {"by":"script","kind":"file","from":"root"} guessed',
  ]);
  assert.equal(read('cd "$(dirname "$0")"\nexec ./run_api.sh\n'), [
    'path.named ./run_api.sh @2 {"by":"script","kind":"file","from":"scripts/dev"} derived',
  ]);
});

test('other commands, unknown folders and placeholders state nothing', () => {
  assert.equal(read(''), []);
  assert.equal(read('npm ci\ncd "$UNKNOWN"\n./a.sh\n'), []);
  assert.equal(
    read('bash -c "x"\npython -m app\necho ./a.sh\nchmod +x ./a.sh\nbash $HOME/x.sh\nbash {{ x }}.sh\n/opt/x.sh\n'),
    [],
  );
});

test('what a script makes, and the databases that it has made', () => {
  const text = [
    'mkdir -p "$out/wheels"',
    'cp a.whl b.whl "$out/wheels/"',
    'sudo cp a.conf.example ./a.conf',
    'curl -fsSL https://example.org/x -o bin/x 2> /dev/null',
    'git clone --depth 1 https://example.org/web.git',
    'openssl req -new -keyout certs/a.key -out certs/a.crt',
    'echo x > "logs/a b.log"',
    'psql <<SQL',
    'CREATE DATABASE IF NOT EXISTS "shop";',
    'SQL',
  ];
  assert.equal(read(text.join('\n')), [
    'database.name shop @9 {"by":"shell"}',
    'path.made $out/wheels @1 {"by":"shell","empty":true}',
    'path.made $out/wheels/a.whl @2 {"by":"shell"}',
    'path.made $out/wheels/b.whl @2 {"by":"shell"}',
    'path.made ./a.conf @3 {"by":"shell"}',
    'path.made bin/x @4 {"by":"shell"}',
    'path.made web @5 {"by":"shell"}',
    'path.made certs/a.key @6 {"by":"shell"}',
    'path.made certs/a.crt @6 {"by":"shell"}',
    'path.made logs/a b.log @7 {"by":"shell"}',
  ]);
});

test('the password of an address is not shown', () => {
  assert.equal(read('A=${DATABASE_URL:-postgresql://app:hunter2@db/shop}\n'), [
    'variable.read DATABASE_URL @1 {"by":"shell","required":false,"default":"postgresql://app:…@db/shop"}',
  ]);
});

test('what is not text is refused, with its line', () => {
  assert.is(refused(shell, 'a.sh', Buffer.from([0x61, 0x0a, 0xff])), '2: is not UTF-8');
});

test('a hostile file takes no time', () => {
  const started = performance.now();
  for (const text of [
    '${A:-'.repeat(200_000),
    '"'.repeat(999_999),
    'cd "$(dirname "$0")"\n'.repeat(40_000),
    '$(cd '.repeat(200_000),
    'a \\\n'.repeat(250_000),
    'cat <<E\n'.repeat(120_000),
    'cd a\n'.repeat(100_000),
    'A="$A/b"\n'.repeat(50_000),
  ])
    refused(shell, 'a.sh', text);
  assert.ok(performance.now() - started < 60_000, String(performance.now() - started));
});

test.run();
