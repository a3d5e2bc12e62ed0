// @ts-check
'use strict';
const { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { homedir } = require('node:os');
const { dirname, join, relative, resolve } = require('node:path');
const { fileURLToPath, pathToFileURL } = require('node:url');
const { cachedDataVersionTag } = require('node:v8');
const { Script } = require('node:vm');

/**
 * TypeScript of this clone for a Node that does not read it: `node src/loader.cjs src/main.ts …`. esbuild makes CommonJS of
 * each file once; that is kept, and what V8 compiled of it, which it keeps for no ES module before Node 22. Hooks for ES
 * modules, as those of tsx, run in a thread of their own: to start it and to talk with it takes longer than most commands.
 * https://nodejs.org/docs/latest-v20.x/api/vm.html#scriptcreatecacheddata
 */
const HOME = resolve(__dirname, '..');
const KEPT = join(HOME, '.scratch/transpiled');
/** Code of another version of V8, or of other flags, is refused: each has a folder. */
const COMPILED = join(HOME, '.scratch/compiled', String(cachedDataVersionTag()));

/** A file in the user's cache that was made longer ago, in milliseconds, is removed when another is made. */
const OLD = 30 * 24 * 3600 * 1000;
/** Folders of the user's cache in which something was made. @type {Set<string>} */
const grown = new Set();
/** @type {string | undefined} */
let loader;

/** @type {Map<string, { script: import('node:vm').Script, stamp: Buffer }>} */
const compiling = new Map();

require.extensions['.ts'] = (module, file) => {
  const meta = { filename: file, dirname: dirname(file), url: pathToFileURL(file).href };
  Object.assign(module, { meta });
  // Whoever looks for a defect, or counts lines, gets those of the source: Node keeps the map of what it compiles itself.
  if (process.sourceMapsEnabled || process.env['NODE_V8_COVERAGE']) {
    /** @type {any} */ (module)._compile(codeOf(file, 'inline'), file);
    return;
  }
  const inside = relative(HOME, file);
  const run = inside.startsWith('..')
    ? new Script(Module.wrap(keptOutside(file)), { filename: file })
    : kept(file, inside);
  run.runInThisContext()(
    module.exports,
    (/** @type {string} */ name) => module.require(name),
    module,
    file,
    meta.dirname,
  );
};

// `import()` of a file's URL becomes a `require` of it.
const internals = /** @type {any} */ (Module);
const resolveFilename = internals._resolveFilename;
internals._resolveFilename = (/** @type {string} */ name, /** @type {unknown[]} */ ...rest) =>
  resolveFilename(name.startsWith('file:') ? fileURLToPath(name) : name, ...rest);

/**
 * @param {string} file
 * @param {false | 'inline'} sourcemap
 * @returns {string}
 */
function codeOf(file, sourcemap = false) {
  return require('esbuild').transformSync(readFileSync(file, 'utf8'), {
    loader: 'ts',
    format: 'cjs',
    target: 'node20',
    define: { 'import.meta': 'module.meta' },
    supported: { 'dynamic-import': false },
    sourcefile: pathToFileURL(file).href,
    sourcemap,
    sourcesContent: false,
  }).code;
}

/**
 * @param {string} file
 * @param {string} inside
 */
function kept(file, inside) {
  // Behind what is kept: who finds it has the whole of it.
  const stamp = Buffer.from(`// ${stampOf(__filename)} ${stampOf(file)}\n`);
  const name = inside.replaceAll('/', '+');
  const code =
    found(join(KEPT, `${name}.js`), stamp) ?? keep(join(KEPT, `${name}.js`), Buffer.from(codeOf(file)), stamp);
  const compiled = join(COMPILED, name);
  const cachedData = found(compiled, stamp);
  const script = new Script(Module.wrap(code.toString()), { filename: file, ...(cachedData && { cachedData }) });
  if (!cachedData || script.cachedDataRejected) compiling.set(compiled, { script, stamp });
  return script;
}

/**
 * A file outside of the clone, such as a script of a folder that `TURNAROUND_SCRIPTS` names, leaves nothing in the clone. What
 * esbuild makes of it is kept in the user's cache, under the hash of its content: the file may lie anywhere.
 *
 * @param {string} file
 */
function keptOutside(file) {
  const { hash } = require('node:crypto');
  const { XDG_CACHE_HOME } = process.env;
  // `cacheFolder` of src/workspace/locate.ts, which may not be loaded yet.
  const cache = XDG_CACHE_HOME?.startsWith('/') ? XDG_CACHE_HOME : join(homedir(), '.cache');
  const folder = join(cache, 'turnaround/transpiled');
  loader ??= readFileSync(__filename, 'utf8');
  const name = hash('sha256', loader + readFileSync(file, 'utf8'));
  const path = join(folder, `${name}.js`);
  const stamp = Buffer.from(`// ${name}\n`);
  const code = found(path, stamp);
  if (code !== undefined) return code.toString();
  grown.add(folder);
  return keep(path, Buffer.from(codeOf(file)), stamp).toString();
}

/** @param {string} folder */
function removeOld(folder) {
  try {
    for (const path of readdirSync(folder).map((name) => join(folder, name)))
      if (Date.now() - statSync(path).mtimeMs > OLD) rmSync(path);
  } catch {
    // no such folder, or another process removes them: the next time will do
  }
}

/** @param {string} file */
function stampOf(file) {
  const { size, mtimeMs, ctimeMs, ino } = statSync(file);
  return [size, mtimeMs, ctimeMs, ino].join(' ');
}

/**
 * @param {string} path
 * @param {Buffer} stamp
 */
function found(path, stamp) {
  try {
    const all = readFileSync(path);
    const end = all.length - stamp.length;
    return all.subarray(Math.max(end, 0)).equals(stamp) ? all.subarray(0, end) : undefined;
  } catch {
    return undefined; // none yet
  }
}

/**
 * @param {string} path
 * @param {Buffer} data
 * @param {Buffer} stamp
 */
function keep(path, data, stamp) {
  const aside = `${path}.${process.pid}`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(aside, Buffer.concat([data, stamp]));
    renameSync(aside, path);
  } catch {
    // no room, no right: it is only kept for the next start
  }
  return data;
}

// In the end V8 has compiled every function that was called.
process.on('exit', () => {
  for (const [path, { script, stamp }] of compiling) keep(path, script.createCachedData(), stamp);
  for (const folder of grown) removeOld(folder);
});
process.argv.splice(1, 2, resolve(process.argv[2] ?? ''));
require(process.argv[1] ?? '');
