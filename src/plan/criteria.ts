import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError, messageOf } from '../outcome/user-error.ts';
import type { Place } from '../outcome/outcome.ts';
import { HOME } from '../workspace/locate.ts';

/** One line of a checklist, in its own words. */
export interface Criterion {
  readonly id: string;
  readonly text: string;
  /** `5` … `8`, `final`, `coordination`. */
  readonly terminal: string;
  /** Rules and areas of rules: a finding of theirs that fails at the first start refutes the criterion. */
  readonly refutedBy: readonly string[];
}

/** A box of a Markdown checklist; `id` if the line has one. Lines count from 1. */
export interface Box {
  readonly line: number;
  readonly text: string;
  readonly ticked: boolean;
  readonly id: string | undefined;
}

const BOX = /^(\s*(?:[-*+]|\d+[.)])\s+\[)([ xX])(\]\s+)(.*)$/;
const NUMBERED = /^\s*\d+[.)]\s+(.*)$/;
/** `<!-- k8s/secrets -->`; in Turnaround's own lists also `<!-- k8s/secrets refuted by k8s/secret-key compose -->`. */
const COMMENT = /<!--\s*([a-z0-9-]+\/[a-z0-9-]+)(?:\s+refuted by\s+([a-z0-9/\s-]*?))?\s*-->/;
const FENCE = /^\s*(`{3,}|~{3,})(.*)$/;

/** The criteria of all checklists, in the order of their files. */
export function criteria(folder = join(HOME, 'checklists')): Criterion[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .toSorted((a, b) => rank(a) - rank(b))
    .flatMap((name) => {
      const terminal = name.replace(/^terminal-|\.md$/g, '');
      return outsideFences(readFileSync(join(folder, name), 'utf8')).flatMap(({ text }) => {
        const [, id, rules = ''] = COMMENT.exec(text) ?? [];
        const words = BOX.exec(text)?.[4] ?? NUMBERED.exec(text)?.[1];
        return id === undefined || words === undefined
          ? []
          : [{ id, text: wordsOf(words), terminal, refutedBy: rules.split(/\s+/).filter(Boolean) }];
      });
    });
}

/** The boxes of a workspace's checklist. */
export function boxes(markdown: string): Box[] {
  return outsideFences(markdown).flatMap(({ line, text }) => {
    const match = BOX.exec(text);
    if (match === null) return [];
    return [{ line, text: wordsOf(match[4] ?? ''), ticked: match[2] !== ' ', id: COMMENT.exec(text)?.[1] }];
  });
}

/** The criterion of a box: by its id, otherwise by equal words. */
export function criterionOf(box: Box, known: readonly Criterion[]): Criterion | undefined {
  return known.find(({ id, text }) => (box.id === undefined ? plain(text) === plain(box.text) : id === box.id));
}

/** The file with the boxes of `ticks` (line → ticked) set; no other byte changes. */
export function ticked(markdown: string, ticks: ReadonlyMap<number, boolean>): string {
  return markdown
    .split('\n')
    .map((text, at) => {
      const tick = ticks.get(at + 1);
      const [, head, was, middle, rest] = BOX.exec(text.replace(/\r$/, '')) ?? [];
      if (tick === undefined || was === undefined || (was !== ' ') === tick) return text;
      return `${head}${tick ? 'x' : ' '}${middle}${rest}${text.endsWith('\r') ? '\r' : ''}`;
    })
    .join('\n');
}

/** Reads a checklist of the workspace; `place` is the line of the settings that names it. */
export function readChecklist(root: string, name: string, place: Place = { file: name }): Buffer {
  try {
    return readFileSync(join(root, name));
  } catch (error) {
    const where = place.line === undefined ? '' : `${place.file}:${place.line}: `;
    const message = `${where}cannot read the checklist ${name}: ${messageOf(error)}`;
    throw new UserError(message, 'correct `checklists` in turnaround.yaml', place);
  }
}

/** The lines outside of code blocks. A fence ends with the same mark, at least as long as at its beginning. */
function outsideFences(markdown: string): { line: number; text: string }[] {
  let fence: string | undefined;
  return markdown.split('\n').flatMap((raw, at) => {
    const text = raw.replace(/\r$/, '');
    const [, mark, info] = FENCE.exec(text) ?? [];
    if (fence === undefined && mark !== undefined && !(mark.startsWith('`') && info?.includes('`'))) {
      fence = mark;
      return [];
    }
    if (fence === undefined) return [{ line: at + 1, text }];
    if (mark?.startsWith(fence) && info?.trim() === '') fence = undefined;
    return [];
  });
}

function wordsOf(text: string): string {
  return text.replace(COMMENT, '').trim();
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[*_`]/g, '').replace(/\s+/g, ' ').replace(/[.!]$/, '').trim();
}

function rank(name: string): number {
  const order = ['terminal-', 'final', 'coordination'].findIndex((head) => name.startsWith(head));
  return order * 100 + (Number(/\d+/.exec(name)?.[0]) || 0);
}
