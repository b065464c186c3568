import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandLine, ending, LastWords, LineCutter } from '../src/core/launch';

test('a launcher is run as it is', () =>
  assert.deepEqual(commandLine('/opt/my gloss/gloss', ['lsp', '--stdio'], 'linux'), {
    file: '/opt/my gloss/gloss',
    args: ['lsp', '--stdio'],
    verbatim: false,
  }));

test('a .cmd file is run by the command interpreter, blanks and all', () =>
  assert.deepEqual(commandLine('C:\\my gloss\\gloss.cmd', ['doctor'], 'win32'), {
    file: 'cmd.exe',
    args: ['/d', '/s', '/c', '""C:\\my gloss\\gloss.cmd" "doctor""'],
    verbatim: true,
  }));

test('lines are cut wherever the pieces end', () => {
  const lines: string[] = [];
  const cutter = new LineCutter((line) => lines.push(line));
  ['gloss: buil', 'ding\r\n', 'a\nb\nc'].forEach((piece) => cutter.push(piece));
  assert.deepEqual(lines, ['gloss: building', 'a', 'b']);
  cutter.end();
  cutter.end();
  assert.deepEqual(lines, ['gloss: building', 'a', 'b', 'c']);
});

function wordsOf(...lines: string[]): LastWords {
  const words = new LastWords();
  lines.forEach((line) => words.add(line));
  return words;
}

test('what the launcher said is the reason, whatever came behind it', () =>
  assert.equal(
    wordsOf('gloss: building', 'gloss: no JDK 25 found', '  at x', '').why,
    'no JDK 25 found'
  ));

test('without the launcher the last line is', () => {
  const words = wordsOf('one', 'Error: could not reserve memory', '');
  assert.equal(words.why, 'Error: could not reserve memory');
  assert.equal(words.doing, undefined);
});

test('an ending is told in a sentence', () => {
  assert.equal(ending(1, null, 'no JDK 25 found'), 'Gloss ended with code 1: no JDK 25 found');
  assert.equal(ending(null, 'SIGKILL', undefined), 'Gloss ended by SIGKILL.');
});
