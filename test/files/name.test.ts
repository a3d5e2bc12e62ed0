import { assert, suite } from '../harness.ts';
import { nameFromJson, nameToJson, printable } from '../../src/files/name.ts';
import { oddNames } from '../quarantine/workspace.ts';

const test = suite('name');

test('every name comes back from JSON byte by byte', () => {
  const all = [...oddNames, Buffer.from([0xff, 0xfe, 0x80]), Buffer.from('\u{1f680}'), Buffer.from([0xed, 0xa0, 0x80])];
  for (const name of all) assert.equal(nameFromJson(JSON.parse(JSON.stringify(nameToJson(name)))), name);
  assert.is(nameToJson(Buffer.from('é')), 'é');
  assert.equal(nameToJson(Buffer.from([0x6c, 0xe9])), { b64: 'bOk=' });
});

test('what is printed can neither steer a terminal nor pass for another name', () => {
  assert.is(printable(Buffer.from('a b/é\u{1f680}.txt')), 'a b/é\u{1f680}.txt');
  assert.is(printable(Buffer.from('line\nbreak\t\r')), 'line\\nbreak\\t\\r');
  assert.is(printable(Buffer.from('\x1b[31mred\x7f')), '\\x1b[31mred\\x7f');
  assert.is(printable(Buffer.from('back\\n')), 'back\\\\n');
  assert.is(
    printable(Buffer.from([0x6c, 0xe9, 0x67, 0xc3, 0xa9, 0x0a, 0xf0, 0x9f])),
    '\\lxe9gé\\n\\xf0\\x9f'.replace('\\l', 'l\\'),
  );
  assert.is(printable(Buffer.from('x\u202egpj.exe\u0085\u2028')), 'x\\u{202e}gpj.exe\\u{85}\\u{2028}');
});

test.run();
