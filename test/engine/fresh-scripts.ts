/** A script that logs that it ran and ends met; `parts` are lines of its definition, `body` of its run, `head` above. */
function script(name: string, part: { head?: string; parts?: string; body?: string; value?: string } = {}): string {
  const { head = '', parts = '', body = '', value = '{ done: 1 }' } = part;
  return `import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { met, task } from 'turnaround/task';
${head}
export const ${name} = task(import.meta, {
  summary: 'Works',
  effect: 'reversible',
  ${parts}
  async run({ workspace, dependsOn, write, from }) {
    appendFileSync('@/log', '${name}\\n');
    ${body}
    return met(${value});
  },
});
void [readFileSync, join];
`;
}

const text = (file: string): string => `readFileSync(join(workspace.root, '${file}'), 'utf8')`;

/** One task for each kind of thing that a run depends on. */
export const SCRIPTS: Readonly<Record<string, string>> = {
  alone: script('alone'),
  reader: script('reader', { parts: `reads: () => ['input.txt', 'folder'],` }),
  library: script('library', {
    head: `import { deep } from './_lib.ts';\nexport const ASKS = new URL('./_asks.py', import.meta.url);\nvoid deep;`,
  }),
  '_lib.ts': `export {\n  deep, // what the library's own file brings in\n} from './_deep.ts';\n`,
  '_deep.ts': `export const deep = 1;\n`,
  '_asks.py': `print('asks')\n`,
  locked: script('locked', { head: `import { parse } from 'yaml';\nvoid parse;` }),
  setting: script('setting', {
    head: `import { setting as declare } from 'turnaround/task';
const DAYS = declare('fresh.days', { type: 'number', description: 'Days.' });`,
    parts: `settings: [DAYS],`,
  }),
  placed: script('placed', {
    parts: `writes: ({ docs }) => [docs.openapi.json],`,
    body: `write(workspace.docs.openapi.json, '{}');`,
  }),
  environment: script('environment', { parts: `env: ['FRESH_MODE'],` }),
  tool: script('tool', { parts: `tools: [{ name: 'fresh-tool', install: 'none' }],` }),
  bundled: script('bundled', { parts: `tools: [{ name: () => 'zx', install: 'none' }],` }),
  writer: script('writer', {
    parts: `reads: () => ['text.txt'], writes: () => ['out.txt'],`,
    body: `write('out.txt', ${text('text.txt')});`,
  }),
  seer: script('seer', { body: `dependsOn('seen.txt'); dependsOn('absent.txt'); dependsOn('listed');` }),
  expiring: script('expiring', {
    parts: `...(process.env.EXPIRES === undefined ? {} : { expires: Number(process.env.EXPIRES) }),`,
  }),
  source: script('source', {
    parts: `reads: () => ['number.txt'],`,
    value: `{ odd: Number(${text('number.txt')}) % 2 === 1 }`,
  }),
  dependent: script('dependent', {
    head: `import { source } from './source.ts';`,
    parts: `needs: { source },`,
    value: `{ odd: from.source.odd }`,
  }),
};

export const NAMES: readonly string[] = Object.keys(SCRIPTS)
  .filter((name) => !name.includes('.'))
  .toSorted();
