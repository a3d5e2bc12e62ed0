import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { unknown, unmet, type Finding, type Json } from 'turnaround/task';
import type { Place, Success } from './_answer.ts';
import type { Obstacle } from './_obstacle.ts';
import type { Reading } from './_reading.ts';

/** Kinds of obstacles that a deployment resolves: neither defects of the workspace nor a lack of this machine. */
const SUPPLIED = new Set(['missing-env']);

/** There is no document: returns all obstacles; `unknown` if the workspace is correct and only this machine lacks something. */
export function failureOf(app: string, { answer, obstacles }: Reading, noise: string, exit: number | null) {
  if (answer === undefined) {
    const last = existsSync(noise) ? readFileSync(noise, 'utf8').trim().split('\n').at(-1) : '';
    const message = `${app} ended the interpreter at import (exit code ${exit}): ${last}`;
    return unmet([{ message, remedy: 'move the code that ends it out of the import' }, ...obstacles.map(bare)]);
  }
  const ours = obstacles.filter(({ kind }) => !SUPPLIED.has(kind) && kind !== 'network' && kind !== 'missing-file');
  if (ours.length > 0 && ours.every(({ lack }) => lack)) {
    return unknown(ours.map(({ message, remedy, place }) => `${message}${shown(place)}: ${remedy}`).join('; '));
  }
  return unmet(obstacles.map(bare));
}

function bare({ message, remedy, place }: Obstacle): Finding {
  return place === undefined ? { message, remedy } : { message, remedy, place };
}

function shown(place: Finding['place']): string {
  return place === undefined ? '' : ` (${place.file}${place.line === undefined ? '' : `:${place.line}`})`;
}

/** The evidence beside the document: counts, names, and the table of variables. */
export function figuresOf(
  root: string,
  { websockets, hidden, mounts, python, served }: Success,
  { obstacles, variables }: Reading,
  { because }: { readonly because: string },
) {
  const at = ({ file, line }: Place): string =>
    file === null ? '' : shown({ file: relative(root, file), ...(line === null ? {} : { line }) });
  return {
    reading: variables.length > 0 ? 'stand-ins' : 'live',
    interpreter: `Python ${python}: ${because}`,
    served,
    websockets: websockets.length,
    hidden: hidden.length,
    mounts: mounts.length,
    standIns: variables.length,
    obstacles: obstacles.length,
    names: {
      websockets: websockets.map((one) => one.path + at(one)),
      hidden: hidden.map((one) => `${one.method} ${one.path}${at(one)}`),
      mounts: mounts.map((one) => `${one.path} ${one.kind}${at(one)}`),
      obstacles: obstacles.map(({ message, place }) => message + shown(place)),
    },
    variables: variables.map((one): Json => ({ ...one, file: one.file === null ? null : relative(root, one.file) })),
  };
}
