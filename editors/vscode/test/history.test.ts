import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TraceEvent, TraceHistory } from '../src/core/history';

function begin(request: string, feature = 'explain'): TraceEvent {
  return { kind: 'begin', request, seq: 0, feature };
}

function end(request: string, finish: string): TraceEvent {
  return { kind: 'end', request, seq: 9, finish };
}

function check(events: TraceEvent[], expected: string, kept?: number): void {
  const history = new TraceHistory(kept);
  events.forEach((event) => history.add(event));
  const told = history.events().map(({ request, kind }) => `${request} ${kind}`);
  assert.equal(told.join(', '), expected);
}

test('the newest requests are kept, whole and in order', () =>
  check(
    [begin('1'), begin('2'), begin('3'), end('2', 'stop'), end('3', 'stop')],
    '2 begin, 2 end, 3 begin, 3 end',
    2
  ));

test('events of a request that is not kept any more are passed over', () =>
  check([begin('1'), begin('2'), end('1', 'stop')], '2 begin', 1));

test('suggestions that a key took back are forgotten, explanations are not', () =>
  check(
    [begin('1', 'complete'), end('1', 'superseded'), begin('2'), end('2', 'cancelled')],
    '2 begin, 2 end'
  ));

test('prompts are not kept, nor passed on', () => {
  const prompt = { kind: 'prompt', request: '1', seq: 1, text: 'secret', tokens: 7 };
  const history = new TraceHistory();
  history.add(begin('1'));
  assert.deepEqual(history.add(prompt), { ...prompt, text: '' });
  assert.deepEqual(history.events()[1], { ...prompt, text: '' });
});

test('another process begins anew', () => {
  const history = new TraceHistory();
  history.add(begin('1'));
  history.clear();
  assert.deepEqual(history.events(), []);
});

test('what is under way when nobody goes on with it gets an end', () => {
  const history = new TraceHistory();
  [
    begin('1'),
    end('1', 'stop'),
    begin('2'),
    { kind: 'token', request: '2', seq: 4 },
    begin('3', 'complete'),
  ].forEach((event) => history.add(event));
  assert.deepEqual(history.abandon('gone'), [
    { kind: 'error', request: '2', seq: 5, message: 'gone' },
    { kind: 'end', request: '3', seq: 1, finish: 'cancelled' },
  ]);
  const told = history.events().map(({ request, kind }) => `${request} ${kind}`);
  assert.equal(told.join(', '), '1 begin, 1 end, 2 begin, 2 token, 2 error');
  assert.deepEqual(history.abandon('gone'), []);
});
