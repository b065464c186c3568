import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  explicitSettings,
  explicitValue,
  isLanguageOff,
  switchLanguage,
} from '../src/core/settings';

test('what nobody set is not told, so that gloss.json holds', () =>
  assert.deepEqual(
    explicitSettings(() => undefined),
    {}
  ));

test('names become an object, as the server reads it', () => {
  const set: Record<string, unknown> = {
    'completion.eagerness': 'quiet',
    'completion.popup': false,
    'explain.model': 'coder',
    model: 'embedded',
    path: '/opt/gloss',
  };
  assert.deepEqual(
    explicitSettings((name) => set[name]),
    {
      completion: { eagerness: 'quiet', popup: false },
      explain: { model: 'coder' },
      model: 'embedded',
    }
  );
});

test('the nearest value wins, objects are laid over one another', () => {
  assert.equal(explicitValue(undefined), undefined);
  assert.equal(explicitValue({ globalValue: 1, workspaceValue: 0 }), 0);
  assert.deepEqual(explicitValue({ globalValue: ['a'], workspaceValue: ['b'] }), ['b']);
  assert.deepEqual(
    explicitValue({
      globalValue: { java: true, go: true },
      workspaceValue: { go: false },
    }),
    { java: true, go: false }
  );
});

test('a language is off by its own switch, or by that of all others', () => {
  assert.equal(isLanguageOff(undefined, 'java'), false);
  assert.equal(isLanguageOff({ java: false }, 'java'), true);
  assert.equal(isLanguageOff({ '*': false }, 'java'), true);
  assert.equal(isLanguageOff({ '*': false, java: true }, 'java'), false);
});

test('switching twice leaves everything as it was', () => {
  assert.deepEqual(switchLanguage(undefined, 'java'), { java: false });
  assert.deepEqual(switchLanguage({ java: false, go: true }, 'java'), { go: true });
  assert.deepEqual(switchLanguage({ '*': false }, 'java'), { '*': false, java: true });
  assert.deepEqual(switchLanguage({ '*': false, java: true }, 'java'), {
    '*': false,
    java: false,
  });
});
