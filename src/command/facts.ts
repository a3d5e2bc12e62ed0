import { suggestion } from '../plan/order.ts';
import { paintFor } from '../report/paint.ts';
import { UserError } from '../outcome/user-error.ts';
import type { Fact, Unread } from '../facts/fact.ts';
import { groupBy } from '../facts/group-by.ts';
import { surveyOf } from '../facts/survey.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { defineCommand } from './command.ts';
import { JSON_FLAG } from './flags.ts';

/** Nothing of the workspace is run. */
export const facts = defineCommand({
  name: 'facts',
  summary: 'show what the files of the workspace state, with file and line',
  flags: {
    subject: {
      type: 'string',
      value: 'NAME',
      description: 'only facts about this subject, such as port or port.exposed',
    },
    ...JSON_FLAG,
  },
  workspace: true,
  catalog: false,
  readOnly: true,

  run: ({ flags, workspace }) => printFacts(workspace, flags.subject, flags.json),
});

async function printFacts(workspace: Workspace, subject: string | undefined, json: boolean): Promise<number> {
  const { facts: all, unread, files } = (await surveyOf(workspace)).facts;
  const chosen = subject === undefined ? all : ofSubject(all, subject);
  if (json) {
    const shown = chosen.toSorted(compare);
    process.stdout.write(
      `${JSON.stringify({ workspace: workspace.root, files: files.length, facts: shown, unread }, null, 1)}\n`,
    );
    return 0;
  }
  process.stdout.write(`${subject === undefined ? overview(all) : rows(chosen)}\n`);
  if (subject === undefined) {
    process.stdout.write(
      `\n${all.length} facts in ${files.length} files; ./task facts --subject NAME shows the places\n`,
    );
  }
  process.stdout.write(unreadLines(unread));
  return 0;
}

/** The facts of a subject and of what lies below it: `port` is `port.exposed` as well. */
function ofSubject(all: readonly Fact[], subject: string): Fact[] {
  const found = all.filter((fact) => fact.subject === subject || fact.subject.startsWith(`${subject}.`));
  if (found.length > 0) return found;
  const known = [...new Set(all.map((fact) => fact.subject))];
  throw new UserError(
    `no fact of this workspace is about ${subject}`,
    suggestion(subject, known, './task facts lists the subjects'),
  );
}

function compare(a: Fact, b: Fact): number {
  const [left, right] = [`${a.subject}\0${a.file}`, `${b.subject}\0${b.file}`];
  return left < right ? -1 : left > right ? 1 : a.line - b.line;
}

/** One line a subject: how many facts, and the values that occur most. */
function overview(all: readonly Fact[]): string {
  const paint = paintFor(process.stdout, process.env);
  const bySubject = groupBy(all, ({ subject }) => subject);
  const names = [...bySubject.keys()].toSorted();
  const width = Math.max(0, ...names.map((name) => name.length));
  return names
    .map((name) => {
      const own = bySubject.get(name) ?? [];
      const values = [...groupBy(own, ({ value }) => String(value))].toSorted((a, b) => b[1].length - a[1].length);
      const most = values
        .slice(0, 4)
        .map(([value, same]) => `${short(value)}${same.length > 1 ? ` ×${same.length}` : ''}`);
      return `${paint.bold(name.padEnd(width))}  ${String(own.length).padStart(5)}  ${most.join(', ')}${values.length > 4 ? ', …' : ''}`;
    })
    .join('\n');
}

function rows(chosen: readonly Fact[]): string {
  const paint = paintFor(process.stdout, process.env);
  const lines = chosen
    .toSorted(compare)
    .map(({ subject, value, file, line, sure, attributes }) => [
      subject,
      short(String(value)),
      `${file}:${line}`,
      `${sure === 'stated' ? '' : `${sure} `}${attributes === undefined ? '' : detail(attributes)}`,
    ]);
  const widths = [0, 1, 2].map((at) => Math.max(0, ...lines.map((line) => line[at]?.length ?? 0)));
  return lines
    .map(([subject = '', value = '', place = '', more = '']) =>
      `${subject.padEnd(widths[0] ?? 0)}  ${paint.bold(value.padEnd(widths[1] ?? 0))}  ${place.padEnd(widths[2] ?? 0)}  ${paint.dim(more)}`.trimEnd(),
    )
    .join('\n');
}

function detail(of: NonNullable<Fact['attributes']>): string {
  return Object.entries(of)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? short(value) : JSON.stringify(value)}`)
    .join(' ');
}

function short(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}

/** Files that cannot be read are listed each time: no facts are known of them. */
function unreadLines(unread: readonly Unread[]): string {
  if (unread.length === 0) return '';
  const lines = unread.map(({ file, line, because }) => `  ${file}:${line}: ${because}`);
  return `\ncannot be read:\n${lines.join('\n')}\n`;
}
