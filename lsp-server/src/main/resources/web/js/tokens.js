/** The tokens of a request as they were drawn: tinted by probability, drafted ones marked. */

import { h } from './dom.js';

/** @typedef {import('./types.js').TokenEvent} TokenEvent */

/**
 * Steps of the tint, from sure to doubtful. The classes `p0` … `p4` have the colours.
 *
 * @param {number} probability
 */
export function tint(probability) {
  const steps = [0.9, 0.7, 0.45, 0.2];
  const at = steps.findIndex((least) => probability >= least);
  return at < 0 ? steps.length : at;
}

/** @param {TokenEvent[]} tokens */
export function meanProbability(tokens) {
  return tokens.reduce((sum, token) => sum + token.probability, 0) / tokens.length;
}

/**
 * @param {TokenEvent[]} tokens
 * @param {import('./i18n.js').Words} words
 * @param {string} [name] further classes
 */
export function tokenText(tokens, words, name = '') {
  return h(
    'div',
    { class: `tokens ${name}`, follow: true, tabindex: 0, 'aria-label': words.say('tokens.label') },
    tokens
      .filter(({ text }) => text)
      .map((token) =>
        h(
          'span',
          {
            class: `p${tint(token.probability)}${token.accepted ? ' accepted' : ''}${token.rejected === undefined ? '' : ' corrected'}`,
            'data-seq': token.seq,
          },
          token.text
        )
      )
  );
}

/**
 * What stands beside a token that is pointed at: the alternatives with their shares, and the draft
 * that it replaced.
 *
 * @param {TokenEvent} token
 * @param {import('./i18n.js').Words} words
 */
export function tokenTip(token, words) {
  const rows = token.alternatives?.length
    ? token.alternatives
    : [{ id: token.id, text: token.text, probability: token.probability }];
  return h(
    'div',
    { class: 'rows' },
    rows.map((row) =>
      h(
        'div',
        { class: row.id === token.id ? 'row taken' : 'row' },
        h('code', null, visible(row.text)),
        h('span', { class: 'share' }, words.percent(row.probability))
      )
    ),
    token.rejected !== undefined &&
      h(
        'div',
        { class: 'row rejected' },
        h('code', null, h('s', null, visible(token.rejected))),
        h('span', { class: 'share' }, words.say('tokens.rejected'))
      )
  );
}

/**
 * White space that can be seen.
 *
 * @param {string} text
 */
export function visible(text) {
  return text
    .replace(/\n/g, '↵')
    .replace(/\t/g, '⇥')
    .replace(/^ +| +$/g, (run) => '·'.repeat(run.length));
}
