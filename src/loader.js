// @ts-check
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';

/**
 * TypeScript of this clone for a Node that does not read it, each file transpiled by esbuild once: tsx takes longer to
 * start than a command that only looks takes. It is a `--import`; Node runs it again, as hooks, in a thread of its own.
 * https://nodejs.org/docs/latest-v20.x/api/module.html#customization-hooks
 */
if (isMainThread) register(import.meta.url);

const OURS = new URL('../', import.meta.url).href;
const KEPT = new URL('../.scratch/transpiled/', import.meta.url);

/** @type {import('node:module').LoadHook} */
export async function load(url, context, next) {
  if (!/^file:.*\.ts$/.test(url) || url.includes('/node_modules/')) return next(url, context);
  return { format: 'module', source: await transpiled(new URL(url)), shortCircuit: true };
}

/**
 * What lies outside of the clone, such as scripts of a folder that `TURNAROUND_SCRIPTS` names, is not kept in it.
 * @param {URL} file
 */
async function transpiled(file) {
  if (!file.href.startsWith(OURS)) return codeOf(file);
  const { size, mtimeMs, ctimeMs, ino } = statSync(file);
  // Behind the code: who finds it has the whole of it.
  const stamp = `// ${size} ${mtimeMs} ${ctimeMs} ${ino}\n`;
  const kept = new URL(`${file.href.slice(OURS.length).replaceAll('/', '+')}.js`, KEPT);
  const known = textOf(kept);
  if (known?.endsWith(stamp)) return known;
  const code = await codeOf(file);
  keep(kept, code + stamp);
  return code;
}

/** @param {URL} file */
async function codeOf(file) {
  const { transformSync } = await import('esbuild');
  return transformSync(readFileSync(file, 'utf8'), {
    loader: 'ts',
    target: 'node20',
    sourcefile: file.href,
    sourcemap: 'inline',
    sourcesContent: false,
  }).code;
}

/** @param {URL} file */
function textOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined; // none yet
  }
}

/**
 * @param {URL} file
 * @param {string} text
 */
function keep(file, text) {
  const aside = new URL(`${file.href}.${process.pid}`);
  try {
    mkdirSync(KEPT, { recursive: true });
    writeFileSync(aside, text);
    renameSync(aside, file);
  } catch {
    // no room, no right: it is only kept for the next start
  }
}
