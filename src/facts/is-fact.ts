import type { Fact } from './fact.ts';
import { isSubject, SUBJECTS, type Declaration, type Subject, type Type } from './subjects.ts';

/** A fact as JSON has it. */
export interface Told extends Omit<Fact, 'subject' | 'value' | 'attributes'> {
  readonly subject: string;
  readonly value: string | number;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

interface Shape {
  readonly value: (value: unknown) => boolean;
  readonly of: ReadonlyMap<string, (value: unknown) => boolean>;
  readonly needed: readonly string[];
}

/** Whether a fact is as its subject is declared. */
export function isFact(fact: Told): fact is Fact {
  if (!isSubject(fact.subject)) return false;
  const { value, of, needed } = shapeOf(fact.subject);
  const given = fact.attributes ?? {};
  return (
    value(fact.value) &&
    needed.every((name) => given[name] !== undefined) &&
    Object.entries(given).every(([name, one]) => of.get(name)?.(one) === true)
  );
}

const shapes = new Map<Subject, Shape>();

function shapeOf(subject: Subject): Shape {
  const known = shapes.get(subject);
  if (known !== undefined) return known;
  const { value, attributes: declared = {} }: Declaration = SUBJECTS[subject];
  const attributes = Object.entries(declared).map(([name, type]) => [name.replace('?', ''), checkOf(type)] as const);
  const shape = {
    value: checkOf(value ?? 'string'),
    of: new Map(attributes),
    needed: Object.keys(declared).filter((name) => !name.endsWith('?')),
  };
  shapes.set(subject, shape);
  return shape;
}

function checkOf(type: Type): (value: unknown) => boolean {
  if (typeof type !== 'string') return (value) => type.some((text) => text === value);
  if (type === 'string[]') return (value) => Array.isArray(value) && value.every((one) => typeof one === 'string');
  if (type === 'texts') return isTexts;
  const types = type.split('|');
  return (value) => types.includes(typeof value);
}

function isTexts(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.values(value).every((one) => typeof one === 'string');
}
