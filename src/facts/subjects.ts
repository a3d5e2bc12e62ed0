import { CODE_SUBJECTS } from './subjects/code.ts';
import { CONTAINER_SUBJECTS } from './subjects/containers.ts';
import { KUBERNETES_SUBJECTS } from './subjects/kubernetes.ts';
import { PACKAGE_SUBJECTS } from './subjects/packages.ts';
import { PROJECT_SUBJECTS } from './subjects/project.ts';

/** The types that a value or an attribute can have, beside a list of the texts that it can be. */
interface Types {
  string: string;
  number: number;
  boolean: boolean;
  'number|string': number | string;
  'string[]': readonly string[];
  /** Texts by name: labels. */
  texts: Readonly<Record<string, string>>;
}

export type Type = keyof Types | readonly string[];

export interface Declaration {
  /** What the value of the fact is; docs/facts.md is made of it. */
  readonly means: string;
  /** A text, where nothing else is said. */
  readonly value?: 'number' | 'number|string' | readonly string[];
  /** The attributes by name, with a `?` behind those that a fact can be without. */
  readonly attributes?: Readonly<Record<string, Type>>;
}

/** Everything that a fact can be about. The compiler checks extractors, rules and tasks against it. */
export const SUBJECTS = {
  ...CODE_SUBJECTS,
  ...CONTAINER_SUBJECTS,
  ...KUBERNETES_SUBJECTS,
  ...PACKAGE_SUBJECTS,
  ...PROJECT_SUBJECTS,
} as const satisfies Readonly<Record<string, Declaration>>;

type Subjects = typeof SUBJECTS;

export type Subject = keyof Subjects;

type TypeOf<T> = T extends readonly (infer Text)[] ? Text : T extends keyof Types ? Types[T] : never;

type Flat<T> = { readonly [K in keyof T]: T[K] };

/** The attributes that a declaration stands for. */
export type Attributes<Of> = Flat<
  { [K in keyof Of as K extends `${string}?` ? never : K]: TypeOf<Of[K]> } & {
    [K in keyof Of as K extends `${infer Name}?` ? Name : never]?: TypeOf<Of[K]>;
  }
>;

type Values = { [S in Subject]: Subjects[S] extends { value: infer V } ? TypeOf<V> : string };

/** What the value of a fact about `S` is. */
export type ValueOf<S extends Subject> = Values[S];

type AllAttributes = { [S in Subject]: Subjects[S] extends { attributes: infer Of } ? Attributes<Of> : {} };

/** What belongs to the value of a fact about `S`. */
export type AttributesOf<S extends Subject> = AllAttributes[S];

type TextNames = {
  [S in Subject]: {
    [K in keyof AllAttributes[S]]-?: Extract<AllAttributes[S][K], string> extends never ? never : K;
  }[keyof AllAttributes[S]];
};

/** The attributes of `S`, or of one of several subjects, that are texts. */
export type TextName<S extends Subject> = TextNames[S];

/** The texts that the attribute can be. */
export type TextOf<S extends Subject, Name> = S extends Subject
  ? Name extends keyof AttributesOf<S>
    ? Extract<AttributesOf<S>[Name], string>
    : never
  : never;

export function isSubject(name: string): name is Subject {
  return Object.hasOwn(SUBJECTS, name);
}
