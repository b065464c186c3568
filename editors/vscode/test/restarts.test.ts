import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Restarts } from '../src/core/restarts';

test('each restart waits twice as long, and after five it is left alone', () => {
  const restarts = new Restarts();
  const waits = [0, 1, 2, 3, 4, 5].map((second) => restarts.ended(second * 1000, true));
  assert.deepEqual(waits, [1000, 2000, 4000, 8000, 16_000, undefined]);
});

test('what is three minutes ago does not count', () => {
  const restarts = new Restarts();
  restarts.ended(0, true);
  restarts.ended(1000, true);
  assert.equal(restarts.ended(181_000, true), 1000);
});

test('one that never got ready is not started again', () =>
  assert.equal(new Restarts().ended(0, false), undefined));

test('who starts it by hand begins anew', () => {
  const restarts = new Restarts();
  [1, 2, 3, 4, 5].forEach((now) => restarts.ended(now, true));
  restarts.forget();
  assert.equal(restarts.ended(6, true), 1000);
});
