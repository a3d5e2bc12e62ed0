import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../outcome/user-error.ts';
import type { Contradiction, Location } from './rule.ts';
import { SETTINGS } from '../workspace/locate.ts';
import { parseSettings, placeOf, type Settings, type Waiver } from '../workspace/settings.ts';
import { fingerprinted, lineReader, type Finding, type Head } from './finding.ts';

/** Known findings that are accepted for now: their fingerprint, and the message when they were accepted. */
export type Baseline = Readonly<Record<string, string>>;

/** The file of a workspace's baseline. */
export const BASELINE = 'turnaround-baseline.json';

export interface Accepted {
  readonly open: readonly Finding[];
  readonly waived: readonly { readonly finding: Finding; readonly waiver: Waiver }[];
  /** Findings that the baseline accepts. */
  readonly known: readonly Finding[];
  /** Problems of the waivers themselves. */
  readonly about: readonly Finding[];
}

/** Removes the findings that a valid waiver or the baseline accepts. */
export async function accepted(
  findings: readonly Finding[],
  waivers: readonly Waiver[],
  baseline: Baseline,
  root: string,
  today: string,
): Promise<Accepted> {
  const line = lineReader(root);
  const used = new Set<Waiver>();
  const open: Finding[] = [];
  const waived: { finding: Finding; waiver: Waiver }[] = [];
  const known: Finding[] = [];
  for (const finding of findings) {
    const fit = waivers.filter((waiver) => covers(waiver, finding, line));
    for (const waiver of fit) used.add(waiver);
    const waiver = fit.find(({ until }) => until >= today);
    if (waiver !== undefined) waived.push({ finding, waiver });
    else if (Object.hasOwn(baseline, finding.fingerprint)) known.push(finding);
    else open.push(finding);
  }
  const about = await Promise.all(
    [...waivers.entries()].flatMap(([index, waiver]) => {
      if (!used.has(waiver))
        return [
          concern(
            root,
            index,
            'waiver/unused',
            `no finding matches the waiver of ${said(waiver)} any more`,
            'remove the waiver',
          ),
        ];
      if (waiver.until >= today) return [];
      return [
        concern(
          root,
          index,
          'waiver/ended',
          `the waiver of ${said(waiver)} expired on ${waiver.until}`,
          'fix what it waived, or set a new date and reason',
        ),
      ];
    }),
  );
  return { open, waived, known, about: fingerprinted(about, root) };
}

function covers({ rule, at, saying }: Waiver, finding: Finding, line: (side: Location) => string): boolean {
  if (rule !== finding.rule) return false;
  if (at.endsWith('/') ? !finding.at.file.startsWith(at) : finding.at.file !== at) return false;
  return saying === undefined || line(finding.at).includes(saying);
}

function said({ rule, at, saying }: Waiver): string {
  return `${rule} in ${at}${saying === undefined ? '' : ` (${saying})`}`;
}

type Concern = Head & Contradiction;

const WHY = 'A list of accepted findings helps only if it matches the workspace.';

async function concern(root: string, index: number, rule: string, message: string, remedy: string): Promise<Concern> {
  const place = await placeOf(root, ['rules', 'waive', String(index)]);
  const at = { file: place.file, line: place.line ?? 1, says: message };
  return {
    rule,
    title: 'A waiver is out of date',
    severity: 'confusing',
    why: WHY,
    message,
    at,
    against: [],
    remedy,
  };
}

export function readBaseline(root: string): Baseline {
  const path = join(root, BASELINE);
  return existsSync(path) ? baselineOf(readFileSync(path, 'utf8')) : {};
}

export function baselineOf(text: string): Baseline {
  const wrong = new UserError(`${BASELINE}:1: is not a baseline`, './task rules --baseline writes a new one', {
    file: BASELINE,
    line: 1,
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw wrong;
  }
  const found = typeof value === 'object' && value !== null && 'findings' in value ? value.findings : undefined;
  if (typeof found !== 'object' || found === null || Object.values(found).some((one) => typeof one !== 'string'))
    throw wrong;
  return found as Baseline;
}

/** The text of a baseline: without a former one, all findings; otherwise those of the former one that remain. It only shrinks. */
export function baselineText(before: Baseline | undefined, findings: readonly Finding[]): string {
  const rows = findings
    .filter(({ fingerprint }) => before === undefined || Object.hasOwn(before, fingerprint))
    .map((finding): [string, string] => [
      finding.fingerprint,
      `${finding.rule} ${finding.at.file}: ${'message' in finding ? finding.message : finding.undecided}`,
    ])
    .toSorted(([, a], [, b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `${JSON.stringify({ findings: Object.fromEntries(rows) }, null, 1)}\n`;
}

/** What is accepted now but was not at another commit, so that a review sees it. `at` gives a file of that commit. */
export async function loosened(
  root: string,
  settings: Settings,
  baseline: Baseline,
  ref: string,
  at: (path: string) => string | undefined,
): Promise<Finding[]> {
  const text = at(SETTINGS);
  const then = text === undefined ? {} : await parseSettings(root, text).catch((): Settings => ({}));
  const before = new Map((then.rules?.waive ?? []).map((waiver) => [said(waiver), waiver.until]));
  const added = (settings.rules?.waive ?? []).flatMap((waiver, index) => {
    const until = before.get(said(waiver));
    if (until !== undefined && until >= waiver.until) return [];
    const how =
      until === undefined ? `is new since ${ref}` : `was valid until ${until} at ${ref}, now until ${waiver.until}`;
    return [
      concern(
        root,
        index,
        'waiver/loosened',
        `the waiver of ${said(waiver)} ${how}: ${waiver.because}`,
        'approve it in the review, or remove it',
      ),
    ];
  });
  const list = at(BASELINE);
  const old = list === undefined ? undefined : baselineOf(list);
  const grown =
    old === undefined ? [] : Object.entries(baseline).filter(([fingerprint]) => !Object.hasOwn(old, fingerprint));
  const file: Concern[] = grown.map(([fingerprint, what]) => ({
    rule: 'baseline/grown',
    title: 'The baseline grew',
    severity: 'confusing',
    why: WHY,
    message: `the baseline accepts one finding more than at ${ref}: ${what}`,
    at: { file: BASELINE, line: lineWith(root, fingerprint), says: what },
    against: [],
    remedy: 'fix the finding; a baseline may only shrink',
  }));
  return fingerprinted([...(await Promise.all(added)), ...file], root);
}

function lineWith(root: string, text: string): number {
  return (
    readFileSync(join(root, BASELINE), 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1
  );
}
