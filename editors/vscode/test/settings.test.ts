import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  explicitSettings,
  explicitValue,
  isLanguageOff,
  type Inspected,
  turnLanguage,
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

function turn(inspected: Inspected, scope: string, switches: object): void {
  assert.deepEqual(turnLanguage(inspected, 'java'), { scope, switches });
}

test('switching twice leaves everything as it was', () => {
  turn({}, 'person', { java: false });
  turn({ globalValue: { java: false, go: true } }, 'person', { go: true });
  turn({ globalValue: { '*': false } }, 'person', { '*': false, java: true });
  turn({ globalValue: { '*': false, java: true } }, 'person', { '*': false, java: false });
});

test('a language that another scope keeps off is switched on by a switch of its own', () => {
  turn({ globalValue: { java: false }, workspaceValue: { python: true } }, 'workspace', {
    python: true,
    java: true,
  });
  turn({ globalValue: { '*': false }, workspaceValue: { java: false } }, 'workspace', {
    java: true,
  });
});

test('the nearer scope decides which way a switch goes', () => {
  turn({ globalValue: { java: true }, workspaceValue: { java: false } }, 'workspace', {});
  turn({ globalValue: { java: false }, workspaceValue: { java: true } }, 'workspace', {
    java: false,
  });
  turn({ globalValue: { go: true }, workspaceValue: {} }, 'workspace', { java: false });
});
