import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import test from 'node:test';
import { initialState, reduce } from '../../main/resources/web/js/store.js';
import { read, recordedTrace, screen, stateAfter } from './fixtures.js';

test('a recorded trace shows the screen it showed', () => {
  const shown = screen(stateAfter(recordedTrace()));
  if (process.env.GLOSS_GOLDEN === 'write') {
    writeFileSync(new URL('recorded-screen.txt', import.meta.url), shown);
  }
  assert.equal(shown, read('recorded-screen.txt'));
});

test('looking at the screen in between changes nothing', () => {
  const state = initialState();
  for (const message of recordedTrace()) {
    reduce(state, message);
    screen(state);
  }
  assert.equal(screen(state), read('recorded-screen.txt'));
});

test('a panel that connects again shows the same, however far it had come', () => {
  const trace = recordedTrace();
  for (const cut of [1, trace.length >> 1, trace.length]) {
    assert.equal(
      screen(stateAfter([...trace.slice(0, cut), ...trace])),
      read('recorded-screen.txt')
    );
  }
});
