import { basename } from 'node:path/posix';
import { isNotDeployed } from './not-deployed.ts';
import { attribute, type Fact, type FactAbout } from './fact.ts';
import type { AttributesOf, ValueOf } from './subjects.ts';

/**
 * What something in the workspace is for. `ci` is not `test`: a pipeline also builds and deploys. A thing for `upkeep` does not
 * build, test or run what is shipped.
 */
export type Purpose = ValueOf<'purpose'>;

/** Words in names: in `docker-compose.dev.yml`, in `deploy/test/`, in a stage `builder-ci`. */
const DEPLOYED = String.raw`deploy\w*|release\w*|publish\w*|prod(?:uction)?|staging`;
const DEVELOPED = 'dev|devel|develop|development|developers?|local|debug|override|sandbox|minikube|kind|devcontainers?';
/** `playwright-service/` drives browsers for its users. */
const TESTED = 'tests?|testing|e2e|regtest|(?:cypress|playwright)(?=[./]|$)';
const SHOWN = 'example|sample|template|demo|seed';
/** A workload named `labels` may be shipped; a job named `labels` labels issues. */
const KEPT_UP = 'docs?|lint';
const KEPT_UP_BY_JOBS = 'lint(?:ing|er)?|docs?|labels?|labeler|stale|triage|licen[cs]e|automation|copilot';

type Words = readonly (readonly [Purpose, RegExp])[];

const OF_NAMES = purposesBy(KEPT_UP);
const OF_JOBS = purposesBy(KEPT_UP_BY_JOBS);

/** In a path of code, most words name the subject of the code: `app/local/store.py`, `asset_kind.py`, `release.ts`. */
const CODE = /\.(?:py|[cm]?[jt]sx?|vue|svelte)$/;
const OF_CODE: Words = [
  ['production', /[-_.](?:prod|staging)\.\w+$/],
  ['development', /[-_.](?:dev|local|debug)\.\w+$/],
  ['test', /[-_.](?:test|spec)\.\w+$|(?:^|[-._/])(?:e2e|cypress|playwright)(?=[-._/])/i],
  ['example', /[-_.](?:demo|example)\.\w+$/],
];

function purposesBy(upkeep: string): Words {
  const named = (words: string): RegExp => new RegExp(`(?:^|[-._/ ])(?:${words})(?=[-._/ ]|$)`, 'i');
  return [
    ['production', named(DEPLOYED)],
    ['development', named(DEVELOPED)],
    ['test', named(TESTED)],
    ['ci', named('ci')],
    ['example', named(SHOWN)],
    ['upkeep', named(upkeep)],
  ];
}

function purposesIn(text: string, by: Words): Purpose[] {
  return by.flatMap(([purpose, words]) => (words.test(text) ? [purpose] : []));
}

/** Whether a name alone shows one of these purposes: the name of an image, for example. */
export function isNamedFor(name: string, ...purposes: Purpose[]): boolean {
  return purposesIn(name, OF_NAMES).some((purpose) => purposes.includes(purpose));
}

const LAST = new RegExp(`[-_](?:${DEPLOYED}|${DEVELOPED}|${TESTED}|${SHOWN}|ci)$`, 'i');

/** `web` for both `web-dev` and `web-prod`. */
export function withoutPurpose(name: string): string {
  return name.replace(LAST, '');
}

function purposesOfFile(path: string): Purpose[] {
  if (path.includes('.github/workflows/')) return purposesIn(basename(path), OF_JOBS);
  return purposesIn(path, CODE.test(path) ? OF_CODE : OF_NAMES);
}

/** A command that certainly runs a test suite. */
const RUNS_TESTS =
  /(?:^|[\s/])(?:pytest|tox|nox|vitest|jest|unittest|(?:playwright|go|cargo|deno|bun) test|cypress run)(?:\s|$)|\b(?:npm|pnpm|yarn)(?: run)? (?:test|t)\b/;
const NO_TESTS = /\b(?:install|add|echo|apt-get)\b/;

/** Purposes that names and commands show. The extractors give the purposes that a file states. */
export function* purposeFacts(facts: readonly Fact[]): Generator<FactAbout<'purpose'>> {
  const files = new Set<string>();
  const tested = new Set<string>();
  for (const fact of facts) {
    const { file, line } = fact;
    if (isNotDeployed(file) || /\.mdx?$/i.test(file)) continue;
    if (!files.has(file)) yield* guessed(purposesOfFile(file), file, 1);
    files.add(file);
    const job = fact.subject === 'command' ? attribute(fact, 'job') : undefined;
    if (fact.subject === 'command' && job !== undefined && !tested.has(`${file}\n${job}`) && runsTests(fact.value)) {
      tested.add(`${file}\n${job}`);
      yield {
        subject: 'purpose',
        value: 'test',
        file,
        line,
        sure: 'derived',
        attributes: { job, command: fact.value },
      };
    }
    yield* purposesOfPart(fact);
  }
}

/** What the name of a stage, a service or a job shows. */
function purposesOfPart(fact: Fact): FactAbout<'purpose'>[] {
  const { file, line } = fact;
  const stage = fact.subject === 'image.base' ? attribute(fact, 'stage') : undefined;
  if (stage !== undefined) return guessed(purposesIn(stage, OF_NAMES), file, line, { stage });
  if (fact.subject === 'service') return guessed(purposesIn(fact.value, OF_NAMES), file, line, { service: fact.value });
  if (fact.subject === 'job') return guessed(purposesIn(fact.value, OF_JOBS), file, line, { job: fact.value });
  return [];
}

function runsTests(command: string): boolean {
  return RUNS_TESTS.test(command) && !NO_TESTS.test(command);
}

function guessed(
  purposes: readonly Purpose[],
  file: string,
  line: number,
  attributes?: AttributesOf<'purpose'>,
): FactAbout<'purpose'>[] {
  return purposes.map((value) => ({
    subject: 'purpose',
    value,
    file,
    line,
    sure: 'guessed',
    ...(attributes === undefined ? {} : { attributes }),
  }));
}
