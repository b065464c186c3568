import assert from 'node:assert/strict';
import { test } from 'node:test';
import { menu } from '../src/core/menu';
import { barView, type Phase, type ServerStatus, type Situation } from '../src/core/status';

function situation(phase: Phase, more: Partial<Situation> = {}): Situation {
  return {
    phase,
    paused: false,
    language: 'java',
    languageOff: false,
    eagerness: 'balanced',
    ...more,
  };
}

function running(status: ServerStatus, more: Partial<Situation> = {}): Situation {
  return situation({ kind: 'running', status }, more);
}

function check(of: Situation, text: string, ...tooltip: string[]): void {
  const view = barView(of);
  assert.equal(view.text, text);
  assert.deepEqual(view.tooltip, tooltip);
}

test('ready: the model that serves, and what is known of it', () =>
  check(
    running({
      state: 'ready',
      model: 'nano',
      explainModel: 'coder-1.5b',
      backend: 'cpu',
      kept: { shown: 40, kept: 31 },
      index: 'index: 10 of 20 files',
    }),
    '$(check) Gloss: nano',
    'Completes: nano (cpu)',
    'Explains: coder-1.5b',
    'Kept: 31 of 40 suggestions',
    'index: 10 of 20 files'
  ));

test('quiet: why nothing was shown', () =>
  check(
    running({
      state: 'ready',
      model: 'nano',
      quiet: { reason: 'in-comment', message: 'Silent in comments unless asked.' },
    }),
    '$(comment) Gloss: nano',
    'Completes: nano',
    'Nothing shown last: Silent in comments unless asked.'
  ));

test('what is paused or switched off says so', () => {
  check(
    running({ state: 'ready' }, { paused: true }),
    '$(debug-pause) Gloss',
    'Paused: silent unless asked by a key.'
  );
  check(
    running({ state: 'ready' }, { languageOff: true }),
    '$(circle-slash) Gloss',
    'Switched off in java.'
  );
});

test('a failure is seen even while paused', () => {
  const of = running({ state: 'failed', message: 'The file is cut short.' }, { paused: true });
  check(of, '$(error) Gloss', 'The file is cut short.');
  assert.equal(barView(of).tone, 'error');
});

test('before there is a conversation', () => {
  check(
    situation({ kind: 'idle' }),
    '$(circle-outline) Gloss',
    'Gloss starts with the first file.'
  );
  check(
    situation({ kind: 'starting', doing: 'compiling inference ...' }),
    '$(loading~spin) Gloss',
    'compiling inference ...'
  );
  check(situation({ kind: 'running' }), '$(loading~spin) Gloss', 'The model is being loaded.');
  check(
    situation({ kind: 'waiting', message: 'Gloss ended with code 1.', seconds: 4 }),
    '$(warning) Gloss',
    'Gloss ended with code 1.',
    'It starts again in 4 s.'
  );
  check(situation({ kind: 'stopping' }), '$(loading~spin) Gloss', 'Gloss is ending.');
});

function choices(of: Situation): string {
  return menu(of)
    .map(({ choice }) => choice)
    .join(' ');
}

test('the menu offers what can be done now', () => {
  assert.equal(
    choices(running({ state: 'ready' })),
    'pause language eagerness explain panel browser doctor restart output'
  );
  assert.equal(choices(situation({ kind: 'missing', message: '' })), 'path doctor restart output');
  assert.equal(choices(situation({ kind: 'ended', message: '' })), 'doctor restart output');
});

test('the menu says which way its switches go', () => {
  const labels = (of: Situation) => menu(of).map(({ label }) => label.replace(/^\$\(.*\) /, ''));
  assert.ok(labels(running({ state: 'ready' }, { paused: true })).includes('Resume'));
  assert.ok(labels(running({ state: 'ready' })).includes('Switch off in java'));
  assert.ok(
    labels(running({ state: 'ready' }, { languageOff: true })).includes('Switch on in java')
  );
});
