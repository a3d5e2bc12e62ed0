import { mayExist, type Reader, type Reason } from '../../rules/_may-exist.ts';
import type { Fact, FactAbout } from '../../src/facts/fact.ts';
import type { AttributesOf, Subject, ValueOf } from '../../src/facts/subjects.ts';
import { View } from '../../src/facts/view.ts';
import { assert, suite } from '../harness.ts';

const test = suite('may exist');

const W = '.github/workflows/a.yml';
const fact = <S extends Subject>(
  subject: S,
  value: ValueOf<S>,
  file: string,
  line: number,
  attributes: AttributesOf<S>,
): FactAbout<S> => ({ subject, value, file, line, sure: 'stated', attributes });
const command = (value: string, by: string, file: string, line = 1): Fact<'command'> =>
  fact('command', value, file, line, { by, job: 'a', words: value.split(' ') });

/** The reason for `path`, named on line 9 of `from`, in a workspace with these facts and files. */
function reason(reader: Reader, path: string, { facts = [], files = [], from = W, by = 'run' }: Given = {}) {
  const view = new View({ root: '/', facts, unread: [], files: [...files, from] }, []);
  return mayExist(view, reader, { named: fact('path.named', path, from, 9, { by, job: 'a' }), path, places: [path] });
}

interface Given {
  readonly facts?: readonly Fact[];
  readonly files?: readonly string[];
  readonly from?: string;
  readonly by?: string;
}

const READERS: readonly Reader[] = [
  'workflow',
  'compose',
  'image',
  'kustomization',
  'requirements',
  'pytest',
  'link',
  'prose',
];

test('a committed path exists for each reader; a path that nothing creates exists for none', () => {
  for (const reader of READERS) {
    assert.is(reason(reader, 'a/b.txt', { files: ['a/b.txt'] }), 'committed', reader);
    assert.is(reason(reader, 'a/b.txt', { files: ['a/c.txt'] }), undefined, reader);
  }
});

test('a path that git ignores, by the patterns that each reader accepts', () => {
  const given = (pattern: string): Given => ({ facts: [fact('git.ignored', pattern, '.gitignore', 1, {})] });
  for (const [reader, pattern, says] of [
    ['workflow', '/a', 'ignored'],
    ['workflow', '*.ini', undefined],
    ['compose', '/a/b.ini', 'ignored'],
    ['compose', 'b.ini', undefined],
    ['requirements', 'x/b.ini', 'ignored'],
    ['pytest', '*.ini', 'ignored'],
    ['prose', '*.ini', 'ignored'],
    ['image', 'b.ini', undefined],
  ] as const)
    assert.is(reason(reader, 'a/b.ini', given(pattern)), says, `${reader} ${pattern}`);
});

test('a path that commands and scripts write', () => {
  const recipe = (text: string): Given => ({ facts: [command(text, 'makefile', 'Makefile')] });
  const cases: readonly (readonly [Reader, string, Given])[] = [
    ['workflow', 'a/b', { facts: [command('mkdir -p a', 'workflow', W)] }],
    ['compose', 'a/b.ini', recipe('cp x b.ini')],
    ['image', 'a/b', recipe('go build -o a/b')],
    ['requirements', 'a.txt', recipe('pip freeze')],
    ...(['workflow', 'compose', 'image'] as const).map((reader): [Reader, string, Given] => [
      reader,
      'a/b',
      { facts: [fact('path.made', 'a/b', 'x.sh', 1, { by: 'mkdir' })] },
    ]),
  ];
  for (const [reader, path, given] of cases) assert.is(reason(reader, path, given), 'written', reader);
  assert.is(reason('workflow', 'a/b', recipe('mkdir -p a')), undefined, 'a command of another file');
});

test('a path that steps of a job bring in or create', () => {
  const action = fact('workflow.action', 'actions/download-artifact@v4', W, 3, { job: 'a' });
  assert.is(reason('workflow', 'pages/a', { facts: [action] }), 'brought');
  assert.is(reason('workflow', 'pages/a', { facts: [action], files: ['pages/b'] }), undefined);
  const run = (text: string): Given => ({ facts: [command(text, 'workflow', W, 3)], files: ['web/b'] });
  assert.is(reason('workflow', 'web/a', run('./generate web')), 'written');
  assert.is(reason('workflow', 'web/a', run('ls web')), undefined);
});

test('every other reason', () => {
  const cases: readonly (readonly [Reason, Reader, string, Given?])[] = [
    ['submodule', 'compose', './a', { files: ['.gitmodules'], by: 'context' }],
    ['outside', 'compose', '../a'],
    ...(['kustomization', 'requirements', 'pytest', 'link', 'prose'] as const).map(
      (reader): [Reason, Reader, string] => ['outside', reader, '../a'],
    ),
    ['built', 'workflow', 'web/coverage/a'],
    ['built', 'compose', 'web/dist'],
    ['built', 'image', 'a.jar'],
    ['template', 'compose', 'a/b.ini', { files: ['a/b.example.ini'] }],
    ['template', 'link', 'a/b.yaml', { files: ['a/c/b.yaml.j2'] }],
    ['private', 'compose', './certs/a.pem', { by: 'mount' }],
    ['private', 'image', 'certs/a'],
    ['private', 'kustomization', 'secret.yaml'],
    ['optional', 'image', '$NAME/a'],
    ['optional', 'image', 'a/*.lock', { files: ['a/b'] }],
    ['page', 'link', 'openapi.json', { from: 'a.md' }],
    ['page', 'link', 'a.png', { from: 'site/docs/b/c.mdx', files: ['site/docs/public/a.png'] }],
  ];
  for (const [says, reader, path, given] of cases) assert.is(reason(reader, path, given), says, `${reader} ${path}`);
});

test('a secret of a kustomization is missing if another manifest has a similar name', () => {
  const facts = [fact('k8s.object', 'Secret/a', 'shop-secrets.yaml', 1, {})];
  assert.is(reason('kustomization', 'shop-secret.yaml', { facts }), undefined);
});

test.run();
