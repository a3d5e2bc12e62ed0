import {
  forEachChild,
  type AndOr,
  type Assignment,
  type Command,
  type Redirection,
  type Statement,
  type SyntaxNode,
  type Word,
} from 'unbash';
import {
  alternativesOf,
  handedIn,
  isAssignment,
  isEnd,
  LONGEST,
  onOneLine,
  typedIn,
  wordOf,
  writtenBy,
} from './node.ts';
import type { Around, Found, Reading } from './found.ts';
import { parsed } from './parsed.ts';
import { Place } from './place.ts';

/** Real scripts do not nest more shells; the parser reads the text again for each of them. */
const DEEPEST = 16;

const DECLARES = /^(?:local|declare|typeset|readonly|export)$/;
const SUBSTITUTES = /\$\(|`|[<>]\(/;

/** Collects commands from the parser's trees in source order. */
export class Walk<Folder> {
  readonly found: Found<Folder>[] = [];
  /** Quoted words that span several lines. */
  readonly long: { readonly from: number; readonly to: number }[] = [];
  readonly #restore: (part: string) => string;
  readonly #place: Place<Folder>;
  readonly #assign: Reading<Folder>['assign'];
  readonly #guarded = new Set<string>();

  constructor({ folder, enter, assign }: Reading<Folder>, restore: (part: string) => string) {
    this.#place = new Place(folder, enter);
    this.#assign = assign;
    this.#restore = restore;
  }

  read(text: string): void {
    this.#read(text, { text, placeOf: (position) => position, depth: 0 });
  }

  #read(script: string, around: Around): void {
    for (const { from, text, statements, unparsed } of parsed(script)) {
      const own = { ...around, text, placeOf: (position: number) => around.placeOf(from + position) };
      for (const one of statements) this.#visit(one, own);
      if (unparsed === true) this.#add(text.trim().split(/\s+/), [], { pos: 0, end: text.length }, own);
    }
  }

  #visit(node: SyntaxNode, around: Around): void {
    const below = (child: SyntaxNode): void => this.#visit(child, around);
    switch (node.type) {
      case 'Statement':
        return this.#statement(node, around);
      case 'Command':
        return this.#command(node, around);
      case 'AndOr':
        return this.#andOr(node, around);
      case 'Redirected':
        return this.#redirected(node.redirects, () => forEachChild(node, below));
      case 'TestCommand':
        return this.#ask(node, around);
      case 'CommandExpansion':
      case 'ProcessSubstitution':
      case 'ArithmeticCommandExpansion':
        return this.#substituted(node, around);
      case 'Word':
        return node.text.length < LONGEST && SUBSTITUTES.test(node.text) ? forEachChild(node, below) : undefined;
      case 'HereDoc':
        return undefined;
      default:
        return this.#flow(node, below);
    }
  }

  /** Nodes that decide whether and where commands run. */
  #flow(node: SyntaxNode, below: (child: SyntaxNode) => void): void {
    const place = this.#place;
    const run = (child: SyntaxNode) => () => below(child);
    switch (node.type) {
      case 'If':
        below(node.clause);
        return place.branches([node.then, ...node.elif, ...(node.else === undefined ? [] : [node.else])].map(run));
      case 'Case':
        below(node.word);
        return place.branches(node.items.map(run));
      case 'For':
      case 'Select':
      case 'While':
      case 'ArithmeticFor':
        return place.branches([() => forEachChild(node, below)]);
      case 'Pipeline':
        if (node.commands.length === 1) return forEachChild(node, below);
        return node.commands.forEach((one) => place.within(run(one)));
      case 'Subshell':
      case 'Coproc':
        return place.within(() => forEachChild(node, below));
      case 'Function':
        return place.defined(node.name.value, run(node.body));
      default:
        return forEachChild(node, below);
    }
  }

  #statement({ command, background, pos }: Statement, around: Around): void {
    const own = { ...around, statement: around.statement ?? around.placeOf(pos) };
    const run = (): void => this.#visit(command, own);
    if (background === true) this.#place.within(run);
    else run();
  }

  #command(node: Command, around: Around): void {
    const program = node.name?.value ?? '';
    if (program === '[' || program === 'test') return this.#ask(node, around);
    const typed = typedIn(node);
    const words = typed.map((one) => this.#restore(wordOf(one)));
    const handed = handedIn(typed, words);
    const variables = node.name === undefined || DECLARES.test(program) ? typed.filter(isAssignment) : [];
    this.#keepLong(typed, around);
    // `FILES=(./a.sh ./b.sh)` runs neither script.
    const isList = variables.some(({ value }) => value.type === 'ArrayValue');
    if (handed === undefined && !isList && words.length > 0)
      this.#add(words, writtenBy(node.redirects).map(this.#restore), node, around);
    // The script for another shell is read below, with the positions of that script.
    for (const one of [...typed, ...node.redirects]) if (one !== handed) this.#visit(one, around);
    for (const { name, value } of variables) if (value.type === 'Word') this.#assign?.(name, this.#restore(value.text));
    if (handed !== undefined) this.#handed(handed, node, around);
    if (node.name !== undefined) this.#place.called(program, words.slice(typed.indexOf(node.name) + 1));
  }

  #keepLong(words: readonly (Word | Assignment)[], { placeOf }: Around): void {
    for (const { text, pos, end } of words)
      if (text.includes('\n') && /["']/.test(text)) this.long.push({ from: placeOf(pos), to: placeOf(end) });
  }

  #add(words: string[], writes: readonly string[], { pos, end }: { pos: number; end: number }, around: Around): void {
    const offset = around.placeOf(pos);
    this.found.push({
      text: onOneLine(this.#restore(around.text.slice(pos, end))),
      words,
      writes,
      offset,
      end: around.placeOf(end),
      within: around.within ?? offset,
      statement: around.statement ?? offset,
      otherwise: around.otherwise,
      foreseen: around.foreseen === true,
      folder: this.#place.folder,
      guarded: this.#guarded,
      captured: around.captured === true,
    });
  }

  /** The script after `sh -c`, which runs in a shell of its own. */
  #handed({ value, text, pos }: Word, { pos: begin }: Command, around: Around): void {
    if (around.depth === DEEPEST) return;
    const at = text.indexOf(value);
    // Escapes change the text, so that positions in it have no counterpart in the source.
    const placeOf = (position: number): number => around.placeOf(at === -1 ? pos : pos + at + position);
    const within = around.within ?? around.placeOf(begin);
    this.#place.within(() => this.#read(value, { ...around, placeOf, within, depth: around.depth + 1 }));
  }

  #andOr(node: AndOr, around: Around): void {
    const before = this.#place.folder;
    const parts = alternativesOf(node);
    for (const [at, part] of parts.entries()) {
      const instead = parts[at + 1];
      const [first] = instead ?? [];
      const foreseen = around.foreseen === true || instead?.some(isEnd) === false;
      const own =
        first === undefined ? around : { ...around, otherwise: around.text.slice(first.pos, first.end), foreseen };
      const run = (): void => part.forEach((command) => this.#visit(command, own));
      // The command after `||` runs if the one before failed, and therefore in the folder before it.
      if (at > 0) this.#place.branchesFrom(before, [run]);
      else run();
    }
  }

  /** A file that a block writes is attributed to its last command. */
  #redirected(redirects: readonly Redirection[], run: () => void): void {
    const before = this.found.length;
    run();
    const last = this.found.at(-1);
    if (last === undefined || this.found.length === before) return;
    this.found[this.found.length - 1] = {
      ...last,
      writes: [...last.writes, ...writtenBy(redirects).map(this.#restore)],
    };
  }

  #substituted(node: Extract<SyntaxNode, { script: unknown }>, around: Around): void {
    const { pos } = node;
    const script = around.depth < DEEPEST ? node.script : undefined;
    if (script === undefined) return;
    // Commands between backticks with escapes have positions in the unescaped text.
    const inner = script.source === undefined ? {} : { text: script.source, placeOf: () => around.placeOf(pos) };
    const own = { ...around, ...inner, captured: true as const, depth: around.depth + 1 };
    this.#place.within(() => script.commands.forEach((one) => this.#visit(one, own)));
  }

  #ask(node: SyntaxNode, around: Around): void {
    forEachChild(node, (child) => {
      if (child.type !== 'Word') return this.#ask(child, around);
      if (!child.value.startsWith('-')) this.#guarded.add(this.#restore(child.value).replace(/^\.\//, ''));
      return this.#visit(child, around);
    });
  }
}
