import assert from 'node:assert/strict';
import { test } from 'node:test';
import { panelPage, panelRequest } from '../src/core/panel-page';

const page = panelPage({
  source: 'https://view.example',
  nonce: 'n0nce',
  script: 'https://view.example/panel.js',
  styles: ['https://view.example/base.css'],
});

test('nothing runs but the one script', () => {
  const policy = page.match(/Content-Security-Policy" content="([^"]*)"/)?.[1];
  assert.equal(
    policy,
    "default-src 'none'; style-src https://view.example; script-src 'nonce-n0nce'; base-uri 'none'; form-action 'none'"
  );
  assert.equal(page.match(/<script/g)?.length, 1);
  assert.doesNotMatch(page, / on\w+="| style="/);
});

test('the page has what the components are drawn into', () =>
  ['id="status"', 'id="panel"'].forEach((id) => assert.ok(page.includes(id))));

test('of what the page asks, only what is known is taken', () => {
  const range = { start: { line: 0, character: 1 }, end: { line: 2, character: 3 } };
  const jump = { action: 'jump', uri: 'file:///a', range };
  assert.deepEqual(panelRequest(jump), jump);
  assert.deepEqual(panelRequest({ action: 'ready', more: 1 }), { action: 'ready' });
  for (const other of [
    undefined,
    'jump',
    { action: 'run', command: 'x' },
    { action: 'cancel', request: 7 },
    { action: 'jump', uri: 'file:///a', range: { start: range.start } },
    { action: 'retry', uri: null, range },
  ]) {
    assert.equal(panelRequest(other), undefined);
  }
});
