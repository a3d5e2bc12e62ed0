import { statementsOf } from '../../../src/facts/python/statements.ts';
import { assert, suite } from '../../harness.ts';

const test = suite('python/statements');

const lines = (text: string): string[] =>
  statementsOf(text).statements.map(({ line, indent, text: said }) => `${line}+${indent} ${JSON.stringify(said)}`);

function refused(text: string): string {
  const { broken } = statementsOf(text);
  return broken === undefined ? 'was read' : `${broken.line}: ${broken.message}`;
}

test('brackets, backslashes and long strings hold lines together; comments go', () => {
  const text = [
    'a = [  # one',
    '  1,',
    ']  # two',
    '',
    'def f(x):',
    '    """A text',
    '    of three # lines',
    '    """',
    '\tif x and \\',
    '       y: pass',
  ].join('\n');
  assert.equal(lines(text), [
    String.raw`1+0 "a = [  \n  1,\n]"`,
    '5+0 "def f(x):"',
    String.raw`6+4 "\"\"\"A text\n    of three # lines\n    \"\"\""`,
    String.raw`9+8 "if x and \\\n       y: pass"`,
  ]);
});

test('what stands in a string is none of the code', () => {
  assert.equal(lines(`a = "# ( ' [" + '\\'{' # "\nb`), [String.raw`1+0 "a = \"# ( ' [\" + '\\'{'"`, '2+0 "b"']);
  assert.equal(lines(`a = r"\\" ; b = b'x' ; c = ""\nd`).length, 2);
});

test("formatted strings of any Python: fields hold strings, also with the string's own quotes", () => {
  assert.equal(lines(`a = f"{x['a']} {{ ( {y:>{width}}"\nb`).length, 2);
  assert.equal(lines(`a = f"{x["a"]} {'#'}" # (\nb`), [String.raw`1+0 "a = f\"{x[\"a\"]} {'#'}\""`, '2+0 "b"']);
  assert.equal(lines('a = f"""\n{\n  x["k"] # a comment\n}\n"""\nb').length, 2);
  assert.equal(lines(`a = t'{b}' rf"{c}\\d" "{" \nb`).length, 2);
});

test('what does not end is told with the line where it begins', () => {
  assert.is(refused('a = 1\nb = (1,\n[2]\n'), '2: has a bracket that is not closed');
  assert.is(refused('a = 1\n\nb = """x\n\n'), '3: has a string that is not closed');
  assert.is(refused('a = "x\nb = 1\n'), 'was read');
});

test('a megabyte of brackets and quotes is read in one go', () => {
  const before = process.cpuUsage();
  assert.is(refused('f"{'.repeat(350_000)), '1: has a string that is not closed');
  assert.is(refused('('.repeat(1_000_000)), '1: has a bracket that is not closed');
  assert.is(refused(`${'x = "\\'.repeat(200_000)}\n`), 'was read');
  // Quadratic work would take minutes.
  assert.ok(process.cpuUsage(before).user < 20_000_000);
});

test.run();
