import type { AnyTask } from '../plan/catalog.ts';
import { digestOf } from '../plan/digest.ts';
import { proofNow, type Ended } from '../plan/freshness.ts';
import type { Proof } from '../plan/proof.ts';
import type { Outcome } from '../outcome/outcome.ts';
import type { Touched } from './context.ts';
import type { Session } from './session.ts';

type Verified = Pick<Ended, 'verdict' | 'because' | 'value' | 'findings'>;

/** The verdict to record: planned work has none, and a file that a task reports as written must exist. */
export function verified(outcome: Outcome | undefined, planned: boolean, session: Session, touched: Touched): Verified {
  if (outcome === undefined || (planned && outcome.verdict === 'met')) {
    return {
      verdict: null,
      because: 'only planned: repeat the command with --apply to run it',
      value: null,
      findings: [],
    };
  }
  const missing = [...touched.outputs].filter((name) => digestOf(session.workspace.root, name) === null);
  if (outcome.verdict === 'met' && missing.length > 0) {
    const findings = missing.map((file) => ({
      message: `${file} should have been written, but does not exist`,
      remedy: 'run the task again',
      place: { file },
    }));
    return { verdict: 'unmet', because: findings[0]?.message ?? null, value: null, findings };
  }
  return {
    verdict: outcome.verdict,
    because: reasonOf(outcome),
    value: outcome.verdict === 'met' ? outcome.value : null,
    findings: outcome.verdict === 'unmet' ? outcome.findings : [],
  };
}

export function reasonOf(outcome: Outcome): string | null {
  if (outcome.verdict === 'met') return null;
  return outcome.verdict === 'unmet' ? (outcome.findings[0]?.message ?? null) : outcome.because;
}

export async function proofAfter(task: AnyTask, session: Session, before: Proof, touched: Touched): Promise<Proof> {
  const { root } = session.workspace;
  const { probe } = await proofNow(task, session.workspace, session.past.tasks);
  const outputs = Object.fromEntries([...touched.outputs].toSorted().map((name) => [name, digestOf(root, name)]));
  const reads = { ...Object.fromEntries(touched.dependsOn), ...before.reads };
  return { ...before, reads, facts: { ...Object.fromEntries(touched.answers), ...before.facts }, outputs, probe };
}
