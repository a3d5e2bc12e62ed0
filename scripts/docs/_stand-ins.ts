import { standIns, typeOf, type Shape } from 'turnaround/tools/stand-in';
import type { Failure, Need, Place } from './_answer.ts';
import { isMeant, nearestTo, separatorIn } from './_suspects.ts';

/** A variable that the import needs: one row of the deployment guide's table. */
export interface Variable extends Place {
  readonly name: string;
  readonly type: string;
  /** `guessed`: no error named it, but the line that failed had read it. */
  readonly required: true | 'guessed';
  readonly standIn: string;
}

interface Trial {
  readonly need: Need;
  readonly guessed: boolean;
  values: string[];
  at: number;
}

/** The stand-in values so far. Running the import shows which are needed; a refused value is replaced by the next candidate. */
export class StandIns {
  readonly #trials = new Map<string, Trial>();
  readonly #given: ReadonlySet<string>;

  /** `given`: names that the caller sets; they get no stand-in. */
  constructor(given: Iterable<string> = []) {
    this.#given = new Set(given);
  }

  environment(): Record<string, string> {
    return Object.fromEntries([...this.#trials].map(([name, { values, at }]) => [name, values[at] ?? '']));
  }

  variables(): Variable[] {
    return [...this.#trials.values()].map(({ need: { name, shape, file, line }, guessed, values, at }) => {
      return { name, type: typeOf(shape), required: guessed ? 'guessed' : true, file, line, standIn: values[at] ?? '' };
    });
  }

  /** Learns from a failure which variables are needed; `code` is the line that failed. False if there is nothing new to try. */
  learn(failure: Failure, code = ''): boolean {
    if (failure.needs.length > 0) return failure.needs.map((need) => this.#meet(need)).includes(true);
    return ['error', 'exited'].includes(failure.kind) && (this.#turn(failure, code) || this.#guess(failure));
  }

  /** Drops guessed variables once everything was tried: no error named them, and they did not help. */
  forgetGuesses(): void {
    for (const [name, { guessed }] of this.#trials) if (guessed) this.#trials.delete(name);
  }

  #meet(need: Need): boolean {
    const known = this.#trials.get(need.name);
    if (known !== undefined) return this.#next(known, { ...known.need.shape, ...need.shape });
    if (this.#given.has(need.name)) return false;
    this.#add(need, false);
    return true;
  }

  #add(need: Need, guessed: boolean): void {
    this.#trials.set(need.name, { need, guessed, values: standIns(need.name, need.shape), at: 0 });
  }

  #next(trial: Trial, shape: Shape): boolean {
    const past = trial.values.slice(0, trial.at + 1);
    trial.values = [...past, ...standIns(trial.need.name, shape).filter((value) => !past.includes(value))];
    if (trial.at + 1 >= trial.values.length) return false;
    trial.at += 1;
    return true;
  }

  /** A stand-in was refused if an error quotes it or names its variable, or if the failed line takes it apart. */
  #turn({ message }: Failure, code: string): boolean {
    const meant = [...this.#trials.values()].filter(({ need: { name }, values, at }) =>
      isMeant(name, values[at] ?? '', message, code),
    );
    return meant
      .map((trial) => this.#next(trial, { ...trial.need.shape, said: message, ...separatorIn(code) }))
      .includes(true);
  }

  /** An error that names no variable may be caused by an unset one; the nearest to the failure is tried first. */
  #guess(failure: Failure): boolean {
    const open = failure.sought.filter(
      ({ name, default: has }) => !has && !this.#trials.has(name) && !this.#given.has(name),
    );
    const nearest = nearestTo(failure, open);
    for (const one of nearest ?? []) this.#add({ ...one, shape: {}, rejected: false }, true);
    return nearest !== undefined;
  }
}
