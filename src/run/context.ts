import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { beforeOf, keep, placeInside, writeWhole } from '../files/write.ts';
import { digest } from '../files/digest.ts';
import { digestOf, proofName } from '../plan/digest.ts';
import { knowledgeOf, type Answers } from '../plan/knowledge.ts';
import type { Context, Removed } from '../task/context.ts';
import { UserError } from '../outcome/user-error.ts';
import { stillHeld, type Attempt } from './attempt.ts';
import { takeAway } from './remove.ts';

/** What an attempt touched, as far as its proof depends on it. */
export interface Touched {
  readonly dependsOn: Map<string, string | null>;
  readonly outputs: Set<string>;
  /** Digests of the answers of facts and rules. */
  readonly answers: Answers;
}

type ContextParts = Pick<Context<never>, 'dependsOn' | 'write' | 'remove' | 'step' | 'progress'>;

/** The functions through which a task reads, writes, removes and sets checkpoints. Each records; in a dry run each only plans. */
export function contextOf(attempt: Attempt, touched: Touched): ContextParts {
  const { task, session, planned } = attempt;
  const { root } = session.workspace;
  const would = (what: string): void => session.show({ event: 'would', task: task.id, what });
  return {
    dependsOn(path) {
      const name = proofName(root, path);
      if (!touched.dependsOn.has(name)) touched.dependsOn.set(name, digestOf(root, name));
    },
    write(path, content, from) {
      const place = insideOr(root, path);
      touched.outputs.add(place.name);
      if (planned) would(`write ${place.name}`);
      else write(attempt, place, content, from);
      return place.name;
    },
    async remove(entries): Promise<Removed> {
      return takeAway(attempt, entries);
    },
    async step(name, body) {
      const reached = attempt.steps.get(session.redactor.text(name));
      if (reached !== undefined) return reached as Awaited<ReturnType<typeof body>>;
      if (planned) {
        would(name);
        return undefined;
      }
      stillHeld(attempt);
      const value = await body();
      // A step that was aborted is no checkpoint, whatever it returned.
      stillHeld(attempt);
      await session.record({ event: 'step', task: task.id, lease: attempt.lease?.number ?? 0, name, value });
      return value;
    },
    progress(text, done, total) {
      const amount = { ...(done === undefined ? {} : { done }), ...(total === undefined ? {} : { total }) };
      session.show({ event: 'progress', task: task.id, text, ...amount });
    },
  };
}

function insideOr(root: string, path: string): { full: string; name: string } {
  const place = placeInside(root, path);
  if ('refused' in place) throw new UserError(place.refused, 'name a path inside the workspace');
  return place;
}

function write(
  attempt: Attempt,
  { full, name }: { full: string; name: string },
  content: string,
  from: string | undefined,
): void {
  const { session, task } = attempt;
  const { root, state } = session.workspace;
  stillHeld(attempt);
  const before = digestOf(root, name);
  const hash = digest(content);
  if (before === hash) return;
  const ours = before === null || session.past.written.get(name)?.has(before) === true;
  const isKnown = from !== undefined && digest(from) === before;
  if (!ours && !isKnown && !session.options.force) {
    throw new UserError(
      `${name} exists, and Turnaround did not write it or it was edited since: it is left unchanged`,
      'move it away, or repeat the command with --force (undo restores the present content)',
      { file: name },
    );
  }
  if (before !== null) keep(full, beforeOf(state, session.run), before);
  const made: string[] = [];
  let above = dirname(full);
  while (!existsSync(above)) above = dirname(above);
  if (!statSync(above).isDirectory()) {
    throw new UserError(`${relative(root, above)} is a file, not a folder`, 'move it away', {
      file: relative(root, above),
    });
  }
  for (let folder = dirname(full); !existsSync(folder); folder = dirname(folder)) made.unshift(relative(root, folder));
  // Recorded before it happens: a kill in between must not leave a file that no run recorded.
  session.emit({ event: 'wrote', task: task.id, lease: attempt.lease?.number ?? 0, path: name, hash, before, made });
  writeWhole(full, content, join(state, 'aside'));
  knowledgeOf(session.workspace).moved([...made, name].map((path) => Buffer.from(path)));
}
