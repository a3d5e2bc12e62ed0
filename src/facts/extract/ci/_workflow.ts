import { isStandIn } from '../../redact.ts';
import type { Fact } from '../../fact.ts';
import { isPlaceholder, type Source } from '../../read/source.ts';
import { isSecretName, withoutPassword } from '../../variable.ts';
import type { Yaml } from '../../read/yaml.ts';
import type { ShellLine as Line } from '../shell/_shell-lines.ts';
import type { AttributesOf } from '../../subjects.ts';
import { localFacts } from '../shell/_command.ts';

/** Variables that a workflow or a job sets, with where. */
export type Known = Map<string, Line>;

/** What a variable or an image belongs to: nothing where the whole workflow has it. */
export interface OfJob {
  readonly job?: string;
  readonly service?: string;
}

const SETUP = ['python', 'node', 'bun', 'go', 'pnpm'] as const;
type Tool = (typeof SETUP)[number];

/** The lines of a scalar, each with its own: exact in blocks, that of the value elsewhere. */
export function valueLines(source: Source, at: Yaml): Line[] {
  const { text, line } = at;
  if (text === undefined) return [];
  const lines = source.lines();
  const header = /[|>][-+\d]*\s*(?:#.*)?$/.exec(lines[line - 1] ?? '');
  if (header === null) return text.split('\n').map((part) => ({ text: part, line }));
  if (header[0].startsWith('|')) return text.split('\n').map((part, index) => ({ text: part, line: line + 1 + index }));
  // Folded: lines that belong together are one line, which begins at the first of them.
  const folded: Line[] = [];
  let isOpen = false;
  for (let index = line; index < lines.length; index += 1) {
    const part = (lines[index] ?? '').trim();
    const last = folded.at(-1);
    if (part !== '' && !text.includes(part)) break;
    if (part !== '' && isOpen && last !== undefined)
      folded[folded.length - 1] = { text: `${last.text} ${part}`, line: last.line };
    else if (part !== '') folded.push({ text: part, line: index + 1 });
    isOpen = part !== '';
    if (text.trim().length <= folded.reduce((sum, item) => sum + item.text.length + 1, 0) - 1) break;
  }
  return folded;
}

/** The text with `${{ env.X }}` filled in where the workflow says what X is. */
export function filled(text: string, known: Known): { text: string; isFilled: boolean } {
  let isFilled = false;
  const out = text.replaceAll(/\$\{\{\s*env\.(\w+)\s*\}\}/g, (all, name: string) => {
    const value = known.get(name)?.text;
    isFilled ||= value !== undefined;
    return value ?? all;
  });
  return { text: out, isFilled };
}

export function* environmentFacts(source: Source, env: Yaml, where: OfJob, known: Known): Iterable<Fact> {
  for (const [name, { text, line }] of env.entries()) {
    const of = { by: 'workflow', ...where };
    known.delete(name);
    const isStated = text !== undefined && !isPlaceholder(text);
    const isOpen = isStated && !isSecretName(name);
    const value = withoutPassword(text ?? '');
    if (isOpen) known.set(name, { text: value, line });
    yield* source.fact('variable.set', name, line, isOpen ? { ...of, value } : of);
    if (isOpen) yield* localFacts(value, source, line, of);
    // `ACCESS_TOKEN_EXPIRE_MINUTES: 30` is not a secret.
    if (isStated && !isOpen && !/^(?:\d+|true|false)$/i.test(text)) {
      yield* source.fact('secret.literal', name, line, isStandIn(text) ? { ...of, placeholder: true } : of);
    }
    if (name === 'SMOKESHOW_GITHUB_COVERAGE_THRESHOLD' && /^\d+(?:\.\d+)?$/.test(value)) {
      yield* source.fact('gate.coverage', Number(value), line, { ...of, tool: 'smokeshow' });
    }
  }
}

/** Versions that the steps of a job set up: stated there, in the matrix, or in a variable. */
export function* versionFacts(source: Source, job: Yaml, id: string, known: Known): Iterable<Fact> {
  const seen = new Set<string>();
  for (const step of job.at('steps').items()) {
    for (const [key, at] of step.at('with').entries()) {
      const isPnpm = key === 'version' && step.at('uses').text?.startsWith('pnpm/action-setup') === true;
      const tool = isPnpm ? 'pnpm' : SETUP.find((name) => key === `${name}-version`);
      if (tool === undefined) continue;
      for (const { text, line } of valueLines(source, at)) {
        const [, kind, name = ''] = /^\s*\$\{\{\s*(matrix|env)\.([\w-]+)\s*\}\}\s*$/.exec(text) ?? [];
        const variable = kind === 'env' ? known.get(name) : undefined;
        const of = { by: 'workflow', job: id };
        if (variable !== undefined) yield* source.fact(`version.${tool}`, variable.text, variable.line, of, 'derived');
        else if (kind !== 'matrix') yield* source.fact(`version.${tool}`, text.trim(), line, of);
        else if (!seen.has(`${tool} ${name}`)) {
          seen.add(`${tool} ${name}`);
          yield* matrixFacts(source, job.at('strategy', 'matrix'), tool, name, { ...of, matrix: name });
        }
      }
    }
  }
}

function* matrixFacts(
  source: Source,
  matrix: Yaml,
  tool: Tool,
  name: string,
  of: AttributesOf<'version.pnpm'>,
): Iterable<Fact> {
  const included = matrix
    .at('include')
    .items()
    .flatMap((item) => item.at(name).texts());
  for (const { text, line } of [...matrix.at(name).texts(), ...included])
    yield* source.fact(`version.${tool}`, text, line, of);
}

/** Secrets of the repository, wherever an expression names them. */
export function* secretFacts(source: Source, jobs: Yaml): Iterable<Fact> {
  if (!source.text.includes('secrets')) return;
  const starts = jobs.entries().map(([id, { line }]) => ({ id, line }));
  for (const [index, text] of source.lines().entries()) {
    if (!text.includes('secrets') || /^\s*#/.test(text)) continue;
    const job = starts.findLast(({ line }) => line <= index + 1)?.id;
    const key = /^\s*(?:- )?([\w-]+):\s/.exec(text)?.[1];
    const code = text.replace(/\s#.*$/, '');
    for (const [, dotted, quoted] of code.matchAll(/\bsecrets(?:\.([A-Za-z_]\w*)|\[\s*'(\w+)'\s*\])/g)) {
      if (!/\$\{\{/.test(code) && key !== 'if') continue;
      const of = { by: 'workflow', ...(key === undefined ? {} : { key }), ...(job === undefined ? {} : { job }) };
      yield* source.fact('secret.used', dotted ?? quoted ?? '', index + 1, of);
    }
  }
}
