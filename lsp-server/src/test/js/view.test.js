import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';
import { blocksOf } from '../../main/resources/web/js/blocks.js';
import { textOf } from '../../main/resources/web/js/dom.js';
import { line } from '../../main/resources/web/js/engine.js';
import { chooseLanguage, createWords } from '../../main/resources/web/js/i18n.js';
import { messages } from '../../main/resources/web/js/messages.js';
import { samples } from '../../main/resources/web/js/samples.js';
import { statusLine } from '../../main/resources/web/js/status-line.js';
import { tint, tokenTip, visible } from '../../main/resources/web/js/tokens.js';
import { recordedTrace, screen, stateAfter } from './fixtures.js';

const SCRIPTS = new URL('../../main/resources/web/js/', import.meta.url);
const english = createWords('en');

test('each language says everything', () => {
  const keys = Object.keys(messages.en);
  for (const table of Object.values(messages)) {
    assert.deepEqual(Object.keys(table), keys);
  }
});

test('every message has a reader, and every reader a message', () => {
  const code = readdirSync(SCRIPTS)
    .filter((name) => name !== 'messages.js')
    .map((name) => readFileSync(new URL(name, SCRIPTS), 'utf8'))
    .join('');
  const built = /^(status|feature|state|hint|action)\./;
  for (const key of Object.keys(messages.en)) {
    assert.ok(built.test(key) || code.includes(`'${key}'`) || code.includes('card.${'), key);
  }
  for (const [, key] of code.matchAll(/say\('([\w.]+)'/g)) {
    assert.ok(key in messages.en, key);
  }
});

test('the page speaks the first of the reader’s languages that it has', () => {
  assert.equal(chooseLanguage(['pt-PT', 'en']), 'pt-BR');
  assert.equal(chooseLanguage(['fr', 'en-GB']), 'en');
  assert.equal(chooseLanguage(['fr']), 'en');
  assert.match(screen(stateAfter(recordedTrace()), 'pt-BR'), /Explicar/);
});

test('numbers have units', () => {
  assert.equal(english.duration(38.4), '38 ms');
  assert.equal(english.duration(1234), '1.2 s');
  assert.equal(createWords('pt-BR').duration(1234), '1,2 s');
  assert.equal(english.parameters(7_000_000), '7 M');
  assert.equal(english.parameters(671e9), '671 B');
  assert.equal(english.bytes(0), '0 B');
  assert.equal(english.bytes(1_234_567), '1.2 MB');
});

test('a card names the files whose code was read as well', () => {
  const other = { file: 'src/a/Totals.java', firstLine: 12, lastLine: 30, reason: 'similar: sum' };
  const trace = recordedTrace();
  assert.doesNotMatch(screen(stateAfter(trace)), /with code of/);
  const read = trace.map((event) =>
    event.kind === 'prompt' ? { ...event, others: [other] } : event
  );
  assert.match(screen(stateAfter(read)), /with code of.*Totals\.java:12/s);
});

test('the status line tells the state, the model and the last speed', () => {
  const open = { kind: 'connection', state: 'open' };
  const status = { kind: 'status', state: 'ready', model: 'nano', backend: 'cpu' };
  const shown = (/** @type {any[]} */ ...all) => textOf(statusLine(stateAfter(all), english));
  assert.match(shown(open, status), /ready.*cpu/);
  assert.match(
    shown(open, { kind: 'status', state: 'failed', message: 'No model.' }),
    /No model\./
  );
  assert.match(shown(open, status, { kind: 'connection', state: 'lost' }), /trying again/);
});

test('doubt is tinted stronger than certainty', () => {
  assert.deepEqual([1, 0.9, 0.8, 0.5, 0.3, 0.1].map(tint), [0, 0, 1, 2, 3, 4]);
});

test('white space in a token can be seen', () => {
  assert.equal(visible('  \n\tx '), '··↵⇥x·');
});

test('pointing at a token shows what else it could have been', () => {
  const tip = tokenTip(
    {
      kind: 'token',
      request: '1',
      seq: 1,
      id: 5,
      text: ' sum',
      probability: 0.75,
      drafted: true,
      accepted: false,
      rejected: ' max',
      alternatives: [
        { id: 5, text: ' sum', probability: 0.75 },
        { id: 6, text: ' total', probability: 0.2 },
      ],
    },
    english
  );
  assert.match(textOf(tip), /·sum75%\n·total20%\n·maxdrafted, rejected/);
});

test('an answer is cut into blocks, fenced code stays whole', () => {
  assert.deepEqual(blocksOf('One.\n\nTwo.'), ['One.', 'Two.']);
  assert.deepEqual(blocksOf('See:\n\n```java\na;\n\nb;\n```\n\nDone.'), [
    'See:',
    '```java\na;\n\nb;\n```',
    'Done.',
  ]);
  assert.deepEqual(blocksOf(' '), []);
});

test('the sparkline begins at zero and ends at the last value', () => {
  assert.equal(line([0, 100]), 'M0.0 19.0L96.0 1.0');
});

test('the first file has the cursor at the end of an unfinished line', () => {
  for (const { text, cursor } of samples) {
    assert.ok(cursor > 0);
    assert.match(text.slice(0, cursor), /\n +$/);
    assert.equal(text[cursor], '\n');
  }
});
