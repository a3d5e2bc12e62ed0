import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert, suite } from '../harness.ts';
import { withFolder } from '../try.ts';
import { makeGraph, type Graph } from './together-graph.ts';

const test = suite('a proof rests on facts');

function script(name: string, parts: string, body: string): string {
  return `import { appendFileSync } from 'node:fs';
import { met, task } from 'turnaround/task';
export const ${name} = task(import.meta, {
  summary: 'Works',
  effect: 'reversible',
  ${parts}
  async run({ workspace, facts, rules }) {
    appendFileSync('@/log', '${name}\\n');
    ${body}
    return met({ done: 1 });
  },
});
`;
}

/** One task for each way to ask. */
const SCRIPTS = {
  applied: script('applied', '', 'await workspace.applications();'),
  asker: script('asker', '', `await facts('port.exposed');`),
  factual: script(
    'factual',
    `reads: async ({ facts }) => (await facts('path.named')).map(({ value }) => String(value)),`,
    '',
  ),
  ruled: script('ruled', '', `await rules('docker/exposed-port');`),
  unread: script('unread', `probe: async ({ unread }) => (await unread()).length,`, ''),
};

interface Change {
  readonly what: string;
  readonly change: (file: (name: string, content: string) => void, root: string) => void;
  readonly runs: readonly string[];
  /** What `why` says of each. */
  readonly because: readonly string[];
}

const UVICORN = 'FROM alpine\nEXPOSE 8008\nCMD ["uvicorn", "main:app", "--port", "8009"]\n';

const CHANGES: readonly Change[] = [
  {
    what: 'a new file that gives another answer',
    change: (file) => file('Dockerfile', 'FROM alpine\nEXPOSE 8008\n'),
    runs: ['asker'],
    because: ['facts port.exposed in Dockerfile is new'],
  },
  {
    what: 'facts that nobody asked for',
    change: (file) => file('.env.example', 'MODE=fast\n'),
    runs: [],
    because: [],
  },
  {
    what: 'an edit that changes no answer',
    change: (file) => file('Dockerfile', 'FROM alpine\nEXPOSE 8008\nLABEL a=b\n'),
    runs: [],
    because: [],
  },
  {
    what: 'what a rule finds',
    change: (file) => file('Dockerfile', UVICORN),
    runs: ['ruled'],
    because: ['rules docker/exposed-port in Dockerfile is new'],
  },
  {
    what: 'a waiver of what a rule finds',
    change: (file) =>
      file(
        'turnaround.yaml',
        'rules:\n  waive:\n    - { rule: docker/exposed-port, at: Dockerfile, because: known and accepted, until: 2999-01-01 }\n',
      ),
    runs: ['ruled'],
    because: ['rules docker/exposed-port in Dockerfile is gone'],
  },
  {
    what: 'a file that facts name as read',
    change: (file) => file('compose.yaml', 'services:\n  a:\n    image: a\n    volumes: [./seen.txt:/seen.txt]\n'),
    runs: ['factual'],
    because: ['facts path.named in compose.yaml is new', 'seen.txt is new'],
  },
  {
    what: 'the content of a file that facts name as read',
    change: (file) => file('seen.txt', 'other'),
    runs: ['factual'],
    because: ['seen.txt changed'],
  },
  {
    what: 'an application',
    change: (file) => file('main.py', 'from fastapi import FastAPI\napp = FastAPI()\n'),
    runs: ['applied'],
    because: ['applications in main.py is new'],
  },
  {
    what: 'a file that cannot be read any more',
    change: (file) => file('other.yaml', 'apiVersion: v1\nkind: [\n'),
    runs: ['unread'],
    because: ['the probed state changed since the run', 'unread in other.yaml is new'],
  },
  {
    what: 'a file of facts that is gone, and with it what starts the application',
    change: (_, root) => rmSync(join(root, 'Dockerfile')),
    runs: ['applied', 'asker'],
    because: ['applications in main.py changed', 'facts port.exposed in Dockerfile is gone'],
  },
];

async function why(graph: Graph): Promise<string[]> {
  const look = graph.run(['why']);
  await look.ended;
  const all = JSON.parse(look.lines.join('\n')) as { stale: boolean; verdict: string | null; reasons: string[] }[];
  return all.flatMap(({ stale, verdict, reasons }) => (stale || verdict !== 'met' ? reasons : [])).toSorted();
}

test('another answer to the same question makes a task stale, and nothing else does', async () => {
  await withFolder(async (folder) => {
    const graph = makeGraph(folder, SCRIPTS);
    const file = (name: string, content: string): void => writeFileSync(join(graph.root, name), content);
    file('seen.txt', 'seen');
    const run = async (): Promise<{ ran: string[]; code: number | null }> => {
      const before = graph.log().length;
      const { code } = await graph.run(['all']).ended;
      return { ran: graph.log().slice(before).toSorted(), code };
    };
    assert.equal(await run(), { ran: Object.keys(SCRIPTS), code: 0 });
    for (const { what, change, runs, because } of CHANGES) {
      change(file, graph.root);
      assert.equal(await why(graph), because, what);
      assert.equal(await run(), { ran: [...runs], code: 0 }, what);
    }
    assert.equal(await run(), { ran: [], code: 0 });
  });
});

test.run();
