import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { HOME } from '../src/workspace/locate.ts';
import { assert, suite } from './harness.ts';

/**
 * Who imports whom, imports of types and dynamic imports included: `import/no-cycle` of the linter sees neither. Read as
 * text, since the formatter gives an import one shape.
 */
const IMPORT = /\b(?:from|import)\s*\(?\s*'([^']+)'/g;

/** The one upward edge: a script that was started by itself runs its task. */
const ALLOWED = new Set(['src/task/define.ts → src/run-script.ts']);

/** Each room may import from those of a lower number, and from itself. */
const ROOMS: Readonly<Record<string, number>> = {
  outcome: 0,
  files: 1,
  workspace: 2,
  facts: 3,
  quarantine: 3,
  rule: 4,
  task: 5,
  tools: 6,
  plan: 6,
  run: 7,
  report: 8,
  generate: 8,
  command: 9,
  main: 10,
  'run-script': 10,
};

type Graph = ReadonlyMap<string, readonly string[]>;

function graphOf(files: readonly string[], textOf: (file: string) => string): Graph {
  const known = new Set(files);
  const targetOf = (from: string, name: string): string | undefined => {
    if (name === 'turnaround/task') return 'src/task/define.ts';
    if (name === 'turnaround/rule') return 'src/rule/rule.ts';
    const [, tool] = /^turnaround\/tools\/(.+)$/.exec(name) ?? [];
    if (tool !== undefined) return `src/tools/${tool}/${tool}.ts`;
    return name.startsWith('.') ? relative(HOME, resolve(HOME, dirname(from), name)) : undefined;
  };
  return new Map(
    files.map((file) => {
      const targets = [...textOf(file).matchAll(IMPORT)].flatMap(([, name = '']) => targetOf(file, name) ?? []);
      return [file, targets.filter((target) => known.has(target) && !ALLOWED.has(`${file} → ${target}`))] as const;
    }),
  );
}

/** Groups of files that import each other in a circle, by Tarjan's algorithm. */
function circles(graph: Graph): string[][] {
  const found: string[][] = [];
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const visit = (file: string): void => {
    index.set(file, index.size);
    low.set(file, index.get(file) ?? 0);
    stack.push(file);
    for (const target of graph.get(file) ?? []) {
      if (!index.has(target)) visit(target);
      const reached = stack.includes(target) ? Math.min(low.get(target) ?? 0, index.get(target) ?? 0) : Infinity;
      low.set(file, Math.min(low.get(file) ?? 0, reached));
    }
    if (low.get(file) !== index.get(file)) return;
    const circle = stack.splice(stack.indexOf(file));
    if (circle.length > 1 || graph.get(file)?.includes(file) === true) found.push(circle.toSorted());
  };
  for (const file of graph.keys()) if (!index.has(file)) visit(file);
  return found;
}

const roomOf = (file: string): string => /^src\/([a-z-]+)/.exec(file)?.[1] ?? '';

const isAbove = (file: string, target: string): boolean =>
  file === 'src/run-script.ts' || (ROOMS[roomOf(file)] ?? -1) > (ROOMS[roomOf(target)] ?? Infinity);

/** Imports from a room into one that is not below it. */
function upward(graph: Graph): string[] {
  return [...graph].flatMap(([file, targets]) =>
    targets
      .filter((target) => roomOf(file) !== roomOf(target))
      .filter((target) => !isAbove(file, target))
      .map((target) => `${file} → ${target}`),
  );
}

const files = ['src', 'scripts', 'rules'].flatMap((folder) =>
  readdirSync(join(HOME, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`),
);
const graph = graphOf(files, (file) => readFileSync(join(HOME, file), 'utf8'));

const test = suite('imports');

test('no file imports itself through others, types and dynamic imports included', () => {
  assert.ok(files.length > 300);
  assert.equal(circles(graph), []);
});

test('a circle that is tied by a type, by a dynamic import or by a tool is found', () => {
  const texts: Readonly<Record<string, string>> = {
    'src/plan/a.ts': "import type { B } from './b.ts';",
    'src/plan/b.ts': "const { a } = await import('./a.ts');",
    'src/plan/c.ts': "export { a } from './a.ts';",
    'src/tools/git/git.ts': "import { task } from 'turnaround/tools/git';",
  };
  const found = circles(graphOf(Object.keys(texts), (file) => texts[file] ?? ''));
  assert.equal(found, [['src/plan/a.ts', 'src/plan/b.ts'], ['src/tools/git/git.ts']]);
});

test('imports between rooms point one way', () => {
  const inSrc = new Map([...graph].filter(([file]) => file.startsWith('src/')));
  assert.equal(
    [...new Set([...inSrc.keys()].map(roomOf))].filter((room) => !Object.hasOwn(ROOMS, room)),
    [],
  );
  assert.equal(upward(inSrc), []);
});

test('an import that points up is found', () => {
  const up = new Map([
    ['src/facts/a.ts', ['src/rule/b.ts', 'src/workspace/c.ts']],
    ['src/run/d.ts', ['src/report/e.ts']],
  ]);
  assert.equal(upward(up), ['src/facts/a.ts → src/rule/b.ts', 'src/run/d.ts → src/report/e.ts']);
});

test('what scripts and rules import of ours is what the package exports', () => {
  const outside = [...graph].filter(([file]) => !file.startsWith('src/'));
  const deep = outside.flatMap(([file, targets]) =>
    targets
      .filter((target) => target.startsWith('src/'))
      .filter((target) => !/^src\/(?:task\/define|rule\/rule|tools\/([a-z-]+)\/\1)\.ts$/.test(target))
      .map((target) => `${file} → ${target}`),
  );
  assert.equal(deep, []);
  assert.ok(existsSync(join(HOME, 'src/tools/postgres/postgres.ts')));
});

test.run();
