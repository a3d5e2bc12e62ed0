import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { closest } from 'fastest-levenshtein';
import { loadRules } from './load-rules.ts';
import { UserError } from '../outcome/user-error.ts';
import type { Rule } from './rule.ts';
import type { Unread } from '../facts/fact.ts';
import { digest } from '../files/digest.ts';
import { codeStamp, keepText, RECENT } from '../workspace/cache.ts';
import { HOME } from '../workspace/locate.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { surveyOf } from '../facts/survey.ts';
import { findingsOf, type Finding } from './finding.ts';
import { accepted } from './waivers.ts';

/** The findings of the rules in a workspace. */
export interface Look {
  readonly rules: readonly Asked[];
  readonly findings: readonly Finding[];
  /** Files that could not be read; nothing is known about them. */
  readonly unread: readonly Unread[];
}

/** A rule without its check. */
export type Asked = Pick<Rule, 'id' | 'title' | 'severity' | 'why'>;

export function allRules(): Promise<Rule[]> {
  return loadRules(join(HOME, 'rules'));
}

/** The present findings of all rules. They are reused until a file of the workspace, a rule or the day changes. */
export async function lookAt(
  workspace: Workspace,
  code: string = codeStamp(join(HOME, 'src'), join(HOME, 'rules')),
): Promise<Look> {
  const { root } = workspace;
  const path = join(workspace.cache, 'findings', `${digest(root).slice(0, 24)}.json`);
  const began = Date.now();
  const { files, others, odd } = workspace.files();
  const stamps = files.map((file) => `${file.path}\0${file.stamp}`);
  // A rule may depend on the day, for example for versions that have reached their end.
  const day = new Date(began).toISOString().slice(0, 10);
  const key = digest([code, day, ...stamps, '', ...others, '', ...odd].join('\n'));
  const kept = known(path, key);
  if (kept !== undefined) return kept;
  const look = await found(workspace);
  if (files.every(({ changed }) => began - changed > RECENT)) keepText(path, `${key}\n${JSON.stringify(look)}`);
  return look;
}

function known(path: string, key: string): Look | undefined {
  try {
    const text = readFileSync(path, 'utf8');
    return text.startsWith(`${key}\n`) ? (JSON.parse(text.slice(key.length)) as Look) : undefined;
  } catch {
    return undefined; // there is no cache yet, it cannot be read, or it is incomplete
  }
}

async function found(workspace: Workspace): Promise<Look> {
  const rules = await allRules();
  const { facts, view } = await surveyOf(workspace);
  return {
    rules: rules.map(({ id, title, severity, why }) => ({ id, title, severity, why })),
    findings: findingsOf(rules, view, workspace.root),
    unread: facts.unread,
  };
}

/** The findings of the rules without those that a waiver covers today. */
export async function openFindings(workspace: Workspace): Promise<readonly Finding[]> {
  const { findings } = await lookAt(workspace);
  const today = new Date().toISOString().slice(0, 10);
  return (await accepted(findings, workspace.settings.rules?.waive ?? [], {}, workspace.root, today)).open;
}

/** The findings of rules named by area, `k8s`, or id, `k8s/probe-path`; all findings if no name is given. */
export function ofRules({ rules, findings, unread }: Look, names: readonly string[]): Look {
  const known = [...new Set(rules.flatMap(({ id }) => [id, id.split('/')[0] ?? '']))];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new UserError(
      `there is no rule and no area of rules called ${unknown}`,
      `did you mean ${closest(unknown, known)}? docs/rules.md lists all rules`,
    );
  }
  const isAsked = (id: string): boolean =>
    names.length === 0 || names.some((name) => id === name || id.startsWith(`${name}/`));
  return {
    rules: rules.filter(({ id }) => isAsked(id)),
    findings: findings.filter(({ rule }) => isAsked(rule)),
    unread,
  };
}
