import type { Fact } from '../../fact.ts';
import { isUsualRole, roleOf } from '../../role-names.ts';
import type { Source } from '../../read/source.ts';

const NAME = /^[`"*]*([\w.:/-]*\w[\w.:/-]*)[`"*]*$/;
/** `Elevated actions now require teacher role: broadcast, content_request`. */
const LISTED = /\brequires?\s+(?:the\s+|an?\s+)?[`"*]*([\w-]+)[`"*]*\s+role:\s+(.+)$/i;
/** ``` `broadcast` requires the `teacher` role```. */
const REQUIRED = /`([\w.:/-]+)`\s+(?:now\s+)?(?:requires?|needs?)\s+(?:the\s+|an?\s+)?[`"*]*([\w-]+)[`"*]*\s+role\b/gi;
/** ``` - `broadcast`: teacher, admin``` below a heading about roles. */
const ITEM = /^\s*[-*+]\s+[*]*`([\w.:/-]+)`[*]*\s*(?::|–|—|-|→)\s*(.+)$/;

/** What a document says about who may do what, line by line: tables, lists below a heading about roles, sentences. */
export class RoleReader {
  readonly #source: Source;
  readonly #hasRoles: boolean;
  #isAbout = false;
  #columns: { readonly name: number; readonly roles: number } | undefined;

  constructor(source: Source) {
    this.#source = source;
    this.#hasRoles = /\broles?\b/i.test(source.text);
  }

  *read(text: string, line: number): Generator<Fact> {
    if (!this.#hasRoles) return;
    if (text.startsWith('#')) this.#isAbout = /\broles?\b|permission|rbac/i.test(text);
    if (text.trimStart().startsWith('|')) {
      yield* this.#row(cellsOf(text), line);
      return;
    }
    this.#columns = undefined;
    const [, role = '', names = ''] = LISTED.exec(text) ?? [];
    for (const name of names.split(/,|\band\b/)) yield* this.#said(name.trim().replace(/\.$/, ''), role, line);
    for (const [, name = '', one = ''] of text.matchAll(REQUIRED)) yield* this.#said(name, one, line);
    const [, item = '', roles = ''] = this.#isAbout ? (ITEM.exec(text) ?? []) : [];
    yield* this.#said(item, roles, line);
  }

  *#row(cells: readonly string[], line: number): Generator<Fact> {
    if (this.#columns === undefined) {
      const name = cells.findIndex((cell) => /^\W*(?:message|event|action|type)/i.test(cell));
      const roles = cells.findIndex((cell, at) => at !== name && /\broles?\b/i.test(cell));
      this.#columns = { name, roles };
    } else yield* this.#said(cells[this.#columns.name] ?? '', cells[this.#columns.roles] ?? '', line);
  }

  /** Nothing, where either is more than names: "any user", "none (public)". */
  *#said(names: string, roles: string, line: number): Generator<Fact> {
    const name = NAME.exec(names)?.[1];
    const words = roles
      .replace(/\s*\bonly\b|\broles?\b|\.$/gi, '')
      .split(/,|\/|&|\+(?=\s*\w)|\band\b|\bor\b/)
      .map((word) => NAME.exec(word.trim())?.[1]);
    if (name === undefined || words.includes(undefined)) return;
    const said = words.flatMap((word) => (word === undefined ? [] : [roleOf(word)])).toSorted();
    yield* this.#source.fact('role.named', name, line, { roles: said.join(' '), usual: said.every(isUsualRole) });
  }
}

function cellsOf(row: string): string[] {
  return row
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());
}
