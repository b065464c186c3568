/** What several tests need. */

import { readFileSync } from 'node:fs';
import { textOf } from '../../main/resources/web/js/dom.js';
import { createWords } from '../../main/resources/web/js/i18n.js';
import { panel } from '../../main/resources/web/js/panel.js';
import { initialState, reduce } from '../../main/resources/web/js/store.js';

/** A host that can do everything and does nothing. */
export const host = {
  put() {},
  markdown: (/** @type {string} */ text) => text,
  copy() {},
  cancel() {},
  retry() {},
  jump() {},
};

/** @param {string} name of a file beside this one */
export function read(name) {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}

/** @returns {import('../../main/resources/web/js/types.js').Message[]} */
export function recordedTrace() {
  return read('recorded-trace.jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** @param {any[]} messages */
export function stateAfter(messages) {
  const state = initialState();
  messages.forEach((message) => reduce(state, message));
  return state;
}

/**
 * What the panel shows, as text.
 *
 * @param {import('../../main/resources/web/js/types.js').State} state
 * @param {string} [language]
 */
export function screen(state, language = 'en') {
  return panel(state, createWords(language), host).map(textOf).join('');
}

let next = 0;

/**
 * The messages of one request that thinks and answers.
 *
 * @param {Record<string, any>} [begin]
 */
export function request(begin = {}) {
  const id = String(++next);
  let seq = 0;
  const event = (/** @type {string} */ kind, /** @type {any} */ fields) => ({
    kind,
    request: id,
    seq: seq++,
    ...fields,
  });
  return {
    id,
    begin: event('begin', { feature: 'explain', time: 0, ...begin }),
    think: (/** @type {string} */ text) => event('think', { text }),
    answer: (/** @type {string} */ text) => event('answer', { text }),
    token: (/** @type {string} */ text, /** @type {any} */ fields = {}) =>
      event('token', { id: 1, text, probability: 0.5, drafted: false, accepted: false, ...fields }),
    error: (/** @type {string} */ message) => event('error', { message }),
    end: (/** @type {any} */ fields = {}) =>
      event('end', {
        finish: 'stop',
        timings: { totalMs: 1234, queuedMs: 0, prefillMs: 0, decodeMs: 0 },
        promptTokens: 100,
        reused: 0,
        generated: 0,
        drafted: 0,
        accepted: 0,
        tokensPerSecond: 0,
        ...fields,
      }),
  };
}
