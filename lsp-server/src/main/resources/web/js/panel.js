/** The panel: cards of the requests, newest on top, and the engine below. */

import { card } from './card.js';
import { h } from './dom.js';
import { engineSection } from './engine.js';

/**
 * @param {import('./types.js').State} state
 * @param {import('./i18n.js').Words} words
 * @param {import('./card.js').Host} host
 * @param {string} emptyKey what to say while nothing was asked
 */
export function panel(state, words, host, emptyKey = 'panel.empty') {
  const newest = newestOfEachKind(state.requests);
  return [
    h(
      'div',
      { class: 'cards', role: 'feed', 'aria-label': words.say('panel.label') },
      state.requests.length === 0
        ? h('p', { class: 'empty' }, words.say(emptyKey))
        : state.requests.map((request) =>
            card(request, newest.has(request), state.tokensOpen, words, host)
          )
    ),
    engineSection(state, words),
  ];
}

/**
 * The newest suggestion does not fold the explanation that is being read, and the other way round.
 *
 * @param {import('./types.js').Request[]} requests newest first
 */
function newestOfEachKind(requests) {
  return new Set([
    requests.find(({ feature }) => feature === 'complete'),
    requests.find(({ feature }) => feature !== 'complete'),
  ]);
}
