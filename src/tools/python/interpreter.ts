import { run } from '../_child.ts';
import { interpreters, type Refusal } from './interpreters.ts';

export type Interpreter =
  | { python: string; version: string; because: string; refused: Refusal[] }
  | { python: null; refused: Refusal[] };

const PROBE_SECONDS = 10;
const OLDEST = [3, 8] as const; // sys.addaudithook

// Python 2 must be able to parse this, too, to report its version. `-I` excludes the workspace's own files from the search
// path, and also the user's packages, which the application would find.
const PROBE = `
import sys
found = False
if sys.version_info >= (3, 8):
    import importlib.util, site
    if sys.prefix == sys.base_prefix:
        sys.path.append(site.getusersitepackages())
    found = importlib.util.find_spec('fastapi') is not None
print('\\n'.join(['', 'turnaround', sys.executable, '.'.join(map(str, sys.version_info[:3])), str(found)]))
`;

/**
 * The interpreter for the application in `dir`: only the `given` one, if there is one; otherwise the first of `interpreters`
 * that works.
 */
export async function findInterpreter(where: {
  dir: string;
  root: string;
  given?: string | undefined;
  env?: NodeJS.ProcessEnv;
}): Promise<Interpreter> {
  const { dir, env = process.env } = where;
  const refused: Refusal[] = [];
  for (const { python, because } of await interpreters({ ...where, env })) {
    if (refused.some((other) => other.python === python)) continue;
    const probed = await probe(python, dir, env);
    if ('refused' in probed) refused.push({ python, because: `${because}: ${probed.refused}` });
    else return { python: probed.python, version: probed.version, because, refused };
  }
  if (refused.length === 0) refused.push({ python: 'python3', because: 'is not on PATH' });
  return { python: null, refused };
}

async function probe(
  python: string,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{ python: string; version: string } | { refused: string }> {
  const ran = await run(python, ['-I', '-B', '-c', PROBE], { cwd, env, timeout: PROBE_SECONDS * 1000 });
  if (ran.killed) return { refused: `did not answer within ${PROBE_SECONDS} s` };
  if (ran.code === 'ENOENT') return { refused: 'does not exist, or is a broken link' };
  if (ran.code !== 0) return { refused: `does not start: ${lastLine(ran.stderr.toString()) ?? `exit ${ran.code}`}` };
  const said = ran.stdout.toString().split('\n');
  const [executable, version, found] = said.slice(said.lastIndexOf('turnaround') + 1);
  if (!executable || !version) return { refused: 'is not Python' };
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    return { refused: `is Python ${version}, but ${OLDEST.join('.')} or newer is needed` };
  }
  if (found !== 'True') return { refused: `has no fastapi (Python ${version})` };
  return { python: executable, version };
}

function lastLine(text: string): string | undefined {
  return text.trimEnd().split('\n').at(-1) || undefined;
}

/** A path as `_openapi` reports it: lone surrogates are turned back into the bytes that are not UTF-8. */
export function pathOf(reported: string): string | Buffer {
  if (!/[\udc80-\udcff]/u.test(reported)) return reported;
  const parts = Array.from(reported, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code >= 0xdc80 && code <= 0xdcff ? Buffer.from([code - 0xdc00]) : Buffer.from(character);
  });
  return Buffer.concat(parts);
}
