import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import * as configuration from '../src/configuration';
import { settings } from './vscode';

beforeEach(() => {
  settings.person = {};
  settings.workspace = {};
});

test('the server is told what somebody set, in either scope', () => {
  settings.person = { 'gloss.completion.eagerness': 'quiet', 'gloss.languages': { java: false } };
  settings.workspace = { 'gloss.languages': { python: true } };
  assert.deepEqual(configuration.settingsForServer(), {
    completion: { eagerness: 'quiet' },
    languages: { java: false, python: true },
  });
});

test('a switch turns what is shown, and leaves the other scope alone', async () => {
  settings.person = { 'gloss.languages': { java: false } };
  settings.workspace = { 'gloss.languages': { python: true } };
  assert.equal(configuration.languageOff('java'), true);
  await configuration.toggleLanguage('java');
  assert.equal(configuration.languageOff('java'), false);
  await configuration.toggleLanguage('java');
  assert.equal(configuration.languageOff('java'), true);
  assert.deepEqual(settings.person, { 'gloss.languages': { java: false } });
  assert.deepEqual(settings.workspace, { 'gloss.languages': { python: true, java: false } });
});

test('eagerness is written where it stands, else for the person', async () => {
  await configuration.chooseEagerness('quiet');
  assert.deepEqual(settings.person, { 'gloss.completion.eagerness': 'quiet' });
  settings.workspace = { 'gloss.completion.eagerness': 'eager' };
  await configuration.chooseEagerness('balanced');
  assert.equal(configuration.eagerness(), 'balanced');
  assert.deepEqual(settings.person, { 'gloss.completion.eagerness': 'quiet' });
});
