import type { Answer } from './_answer.ts';
import { obstacle, ofVariable, onTheWay, plainly, type Obstacle } from './_obstacle.ts';
import { StandIns, type Variable } from './_stand-ins.ts';
import type { Where } from './_copy.ts';
import { Way } from './_way.ts';

/** Arguments of one run of the child, beside the application. */
export interface Attempt {
  readonly env: Record<string, string>;
  /** Modules and files that are replaced by stubs: such a run only diagnoses, its document is not used. */
  readonly stubs: readonly string[];
  readonly unreadable: readonly string[];
}

export interface Reading {
  /** Undefined if the application ended the process. */
  readonly answer: Answer | undefined;
  /** Whether the document can be trusted: no module was replaced. */
  readonly isWhole: boolean;
  readonly obstacles: readonly Obstacle[];
  readonly variables: readonly Variable[];
}

const ROUNDS = 40;
const NOWHERE = { file: null, line: null };

/** Imports the application repeatedly, each time working around one more obstacle, until it answers or nothing more helps. */
export async function readApplication(
  where: Where,
  ask: (attempt: Attempt) => Promise<Answer | undefined>,
): Promise<Reading> {
  const { root } = where;
  const standIns = new StandIns(where.given);
  const way = new Way(where, standIns);
  let answer: Answer | undefined;
  const isOver = (): boolean => Date.now() > (where.until ?? Infinity);
  for (let round = 0; round < ROUNDS && !isOver(); round += 1) {
    answer = await ask({ env: standIns.environment(), stubs: way.stubs, unreadable: way.unreadable });
    if (answer === undefined || answer.ok || !(await way.isPassed(answer))) break;
  }
  const isWhole = way.stubs.length + way.unreadable.length === 0;
  const obstacles = [...way.obstacles];
  if (answer !== undefined && !answer.ok) {
    standIns.forgetGuesses();
    // An error after a replacement may be caused by it.
    if (isWhole || ['network', 'timeout'].includes(answer.kind)) obstacles.push(plainly(root, answer));
  }
  if (answer?.ok !== true && isOver()) {
    const remedy = 'move slow work into the lifespan, or set the needed values in turnaround.yaml';
    obstacles.push(
      obstacle(root, 'timeout', 'the time limit was reached before everything needed was found', remedy, NOWHERE),
    );
  }
  if (answer !== undefined) obstacles.push(...onTheWay(root, answer));
  const variables = standIns.variables();
  obstacles.push(...variables.map((variable) => ofVariable(root, variable)));
  const unlike = new Map(obstacles.map((one) => [`${one.message} ${one.place?.file}:${one.place?.line}`, one]));
  return { answer, isWhole, obstacles: [...unlike.values()], variables };
}
