import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Extractor } from '../../src/facts/extractor.ts';
import { Unreadable } from '../../src/facts/fact.ts';
import { factCache } from '../../src/facts/fact-cache.ts';
import { readFacts, type Facts } from '../../src/facts/read-facts.ts';
import { assert, suite } from '../harness.ts';
import { withFolder } from '../try.ts';

const test = suite('facts');

/** Reads `*.note`: a fact of each line, in a file of which it counts how often it is read. */
const seen: string[] = [];
const note: Extractor = {
  name: 'note',
  subjects: ['variable.named'],
  reads: (path) => path.endsWith('.note'),
  limit: 1000,
  *facts(source) {
    seen.push(source.path);
    for (const [index, line] of source.lines().entries()) {
      if (line.startsWith('long')) throw new Unreadable(`is ${line}`, index + 1);
      if (line === 'broken') throw new Unreadable('is broken', index + 1);
      yield* source.fact('variable.named', line, index + 1);
    }
  },
};

function write(root: string, files: Record<string, string | Buffer>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

const git = (root: string, ...args: string[]): void =>
  void execFileSync('git', ['-C', root, '-c', 'user.name=a', '-c', 'user.email=a@example.invalid', ...args], {
    stdio: 'ignore',
  });

const lines = ({ facts, unread }: Facts): string[] => [
  ...facts.map(({ file, line, value }) => `${file}:${line} ${value}`),
  ...unread.map(({ file, line, because }) => `${file}:${line} unread: ${because}`),
];

test('reads what git lists, also what is new, and not what is nobody’s source', async () => {
  await withFolder(async (root) => {
    write(root, {
      '.gitignore': 'ignored.note\n.env*\n',
      'a.note': 'one\n',
      'new.note': 'new',
      'ignored.note': 'ignored',
      'node_modules/x/b.note': 'theirs',
      'kept/pyvenv.cfg': '',
      'kept/c.note': 'of an environment',
      'deleted.note': 'gone',
    });
    git(root, 'init', '--quiet');
    git(root, 'add', '-f', 'a.note', 'deleted.note', '.gitignore', 'kept', 'node_modules');
    git(root, 'commit', '--quiet', '-m', 'x');
    rmSync(join(root, 'deleted.note'));
    symlinkSync('/etc/passwd', join(root, 'link.note'));
    assert.equal(lines(await readFacts(root, [note])), ['a.note:1 one', 'new.note:1 new']);
    rmSync(join(root, '.git'), { recursive: true });
    assert.equal(lines(await readFacts(root, [note])), ['a.note:1 one', 'ignored.note:1 ignored', 'new.note:1 new']);
  });
});

test('what cannot be read is said with its line; what stands before that stands', async () => {
  await withFolder(async (root) => {
    write(root, {
      'bytes.note': Buffer.from([0x61, 0x0a, 0xff, 0x0a]),
      'half.note': 'first\nbroken\nlast',
      'large.note': 'x'.repeat(1001),
      'bom.note': '\uFEFFone\r\ntwo',
      'wide.note': Buffer.from('\uFEFFwide', 'utf16le'),
    });
    const limit = `is larger than ${1000 / 1024 / 1024} MiB`;
    assert.equal(lines(await readFacts(root, [note])), [
      'bom.note:1 one',
      'bom.note:2 two',
      'half.note:1 first',
      'wide.note:1 wide',
      'bytes.note:2 unread: is not UTF-8',
      'half.note:2 unread: is broken',
      `large.note:1 unread: ${limit}`,
    ]);
  });
});

test('what is said of a file is not the file', async () => {
  await withFolder(async (root) => {
    write(root, { 'a.note': `long ${'x'.repeat(900)}` });
    const { unread } = await readFacts(root, [note]);
    assert.is(unread[0]?.because, `is long ${'x'.repeat(192)}…`);
  });
});

test('a name that is not UTF-8 is said, and not looked into', async () => {
  await withFolder(async (root) => {
    writeFileSync(Buffer.concat([Buffer.from(`${root}/x`), Buffer.from([0xff]), Buffer.from('.note')]), 'odd');
    write(root, { 'a.note': 'one' });
    assert.equal(lines(await readFacts(root, [note])), [
      'a.note:1 one',
      'x\uFFFD.note:1 unread: has a name that is not UTF-8',
    ]);
  });
});

test('the second pass reads what changed since and nothing else; a cache that is lost or broken is made anew', async () => {
  await withFolder(async (folder) => {
    const root = join(folder, 'shop');
    const cache = join(folder, 'cache');
    write(root, { 'a.note': 'one', 'b.note': 'two', 'c.note': 'broken' });
    const old = new Date(Date.now() - 60_000);
    for (const name of ['a', 'b', 'c']) utimesSync(join(root, `${name}.note`), old, old);
    const pass = async (): Promise<{ lines: string[]; read: string[] }> => {
      seen.length = 0;
      return { lines: lines(await readFacts(root, [note], factCache(root, cache))), read: [...seen] };
    };
    const first = await pass();
    assert.equal(first.read, ['a.note', 'b.note', 'c.note']);
    assert.equal(await pass(), { lines: first.lines, read: [] });
    // The same size and the same time as before: the change time tells.
    writeFileSync(join(root, 'a.note'), 'eno');
    utimesSync(join(root, 'a.note'), old, old);
    assert.equal(await pass(), {
      lines: ['a.note:1 eno', 'b.note:1 two', 'c.note:1 unread: is broken'],
      read: ['a.note'],
    });
    rmSync(join(root, 'b.note'));
    assert.equal(await pass(), { lines: ['a.note:1 eno', 'c.note:1 unread: is broken'], read: [] });
    const [kept = ''] = readdirSync(join(folder, 'cache/facts'));
    const path = join(folder, 'cache/facts', kept);
    const whole = readFileSync(path, 'utf8');
    for (const text of ['', whole.slice(0, -9), `another ${whole}`, `{"version":"1"}`]) {
      writeFileSync(path, text);
      assert.equal((await pass()).read, ['a.note', 'c.note']);
      assert.equal((await pass()).read, []);
    }
  });
});

test('a file that was just written is read again: it may be written twice within one tick of the clock', async () => {
  await withFolder(async (folder) => {
    const root = join(folder, 'shop');
    const cache = join(folder, 'cache');
    write(root, { 'a.note': 'one' });
    for (let pass = 0; pass < 2; pass += 1) {
      seen.length = 0;
      await readFacts(root, [note], factCache(root, cache));
      assert.equal(seen, ['a.note']);
    }
  });
});

test('where no cache can be kept everything is read all the same', async () => {
  await withFolder(async (folder) => {
    write(folder, { 'shop/a.note': 'one', file: '' });
    chmodSync(join(folder, 'file'), 0o400);
    const root = join(folder, 'shop');
    assert.equal(lines(await readFacts(root, [note], factCache(root, join(folder, 'file')))), ['a.note:1 one']);
  });
});

test.run();
