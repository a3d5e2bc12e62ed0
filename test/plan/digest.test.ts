import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digest } from '../../src/files/digest.ts';
import { digestOf, digestOfTool, filesBelow, proofName } from '../../src/plan/digest.ts';
import { assert, suite } from '../harness.ts';
import { withFolder } from '../try.ts';

const test = suite('digest');

test('a file is its content, and nothing where there is none', async () => {
  await withFolder(async (root) => {
    writeFileSync(join(root, 'a'), 'content');
    assert.is(digestOf(root, 'a'), digest('content'));
    assert.match(digest('content'), /^[0-9a-f]{32}$/);
    utimesSync(join(root, 'a'), 1, 1);
    assert.is(digestOf(root, 'a'), digest('content'), 'its time says nothing');
    symlinkSync('loop', join(root, 'loop'));
    symlinkSync('nowhere', join(root, 'dangling'));
    for (const name of ['absent', 'a/below', 'loop', 'dangling']) assert.is(digestOf(root, name), null, name);
    assert.is(digestOf('/elsewhere', join(root, 'a')), digest('content'), 'absolute');
  });
});

test('a named pipe is not opened', async () => {
  await withFolder(async (root) => {
    assert.is(spawnSync('mkfifo', [join(root, 'pipe')]).status, 0);
    // Opening it would wait for a writer for ever.
    assert.is(digestOf(root, 'pipe'), 'not a file');
    assert.equal(filesBelow(root, '.'), ['pipe']);
    assert.is(digestOf(root, '/dev/zero'), 'not a file');
  });
});

test('a folder is the names in it, without what comes and goes', async () => {
  await withFolder(async (root) => {
    mkdirSync(join(root, 'folder'));
    writeFileSync(join(root, 'folder/a'), '');
    const before = digestOf(root, 'folder/');
    writeFileSync(join(root, 'folder/a'), 'other content');
    mkdirSync(join(root, 'folder/__pycache__'));
    writeFileSync(join(root, 'folder/.DS_Store'), '');
    assert.is(digestOf(root, 'folder/'), before);
    writeFileSync(join(root, 'folder/b'), '');
    assert.is.not(digestOf(root, 'folder/'), before);
    rmSync(join(root, 'folder/b'));
    assert.is(digestOf(root, 'folder/'), before);
  });
});

test('a name that is not UTF-8 is told apart by its bytes', async () => {
  await withFolder(async (root) => {
    const name = (byte: number): Buffer => Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([byte])]);
    for (const byte of [0xe9, 0xe8]) writeFileSync(name(byte), `${byte}`);
    for (const byte of [0xe9, 0xe8]) assert.is(digestOf(root, proofName(root, name(byte))), digest(`${byte}`));
    mkdirSync(join(root, 'folder'));
    const before = filesBelow(root, 'folder').map((each) => [each, digestOf(root, each)]);
    writeFileSync(Buffer.concat([Buffer.from(`${root}/folder/`), Buffer.from([0xe9])]), 'new');
    const after = filesBelow(root, 'folder').map((each) => [each, digestOf(root, each)]);
    assert.is(before.length + 1, after.length);
    assert.is(after[0]?.[1], digest('new'), 'read by the name that it has');
  });
});

test('names in a proof are relative inside, absolute outside, and a folder ends with a stroke', async () => {
  await withFolder(async (root) => {
    mkdirSync(join(root, 'folder'));
    assert.is(proofName(root, 'folder'), 'folder/');
    assert.is(proofName(root, join(root, 'absent')), 'absent');
    assert.is(proofName(join(root, 'folder'), join(root, 'absent')), join(root, 'absent'));
    assert.is(proofName(root, '..names'), '..names', 'two dots that begin a name lead nowhere');
  });
});

test('what lies below a folder is every file, also by way of a link, and no bytecode', async () => {
  await withFolder(async (root) => {
    mkdirSync(join(root, 'src/inner'), { recursive: true });
    mkdirSync(join(root, 'elsewhere'));
    mkdirSync(join(root, 'src/__pycache__'));
    for (const name of ['src/a', 'src/inner/b', 'src/c.pyc', 'src/__pycache__/d', 'elsewhere/e'])
      writeFileSync(join(root, name), '');
    assert.equal(filesBelow(root, 'src').toSorted(), ['src/a', 'src/inner/b']);
    assert.equal(filesBelow(root, 'absent'), ['absent']);
    symlinkSync('../elsewhere', join(root, 'src/linked'));
    symlinkSync('..', join(root, 'src/inner/up'));
    const before = filesBelow(root, 'src')
      .map((name) => digestOf(root, name))
      .join(' ');
    writeFileSync(join(root, 'elsewhere/e'), 'changed');
    const after = filesBelow(root, 'src')
      .map((name) => digestOf(root, name))
      .join(' ');
    assert.is.not(after, before, 'what a link leads to is part of the folder');
  });
});

test('a tool is the first program of its name on PATH, and another one when it was replaced', async () => {
  await withFolder(async (root) => {
    for (const name of ['one', 'two']) mkdirSync(join(root, name));
    const put = (path: string, text: string, mode = 0o755): void => {
      writeFileSync(join(root, path), text);
      chmodSync(join(root, path), mode);
    };
    put('one/tool', 'not to be executed', 0o644);
    mkdirSync(join(root, 'two/folder'));
    put('two/tool', 'first');
    const env = { PATH: `${root}/one:${root}/two` };
    const first = digestOfTool('tool', env);
    assert.match(first ?? '', /two\/tool 5 \d+$/);
    assert.is(digestOfTool(join(root, 'two/tool'), {}), first);
    assert.is(digestOfTool('folder', env), null);
    assert.is(digestOfTool('absent', env), null);
    put('two/tool', 'second');
    assert.is.not(digestOfTool('tool', env), first);
  });
});

test.run();
