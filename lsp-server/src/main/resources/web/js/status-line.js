/** The one line that is always there: whether Gloss can be asked, and what runs in it. */

import { h } from './dom.js';

/**
 * @param {import('./types.js').State} state
 * @param {import('./i18n.js').Words} words
 */
export function statusLine(state, words) {
  const connected = state.connection === 'open';
  const shown = connected ? state.status.state : state.connection;
  const speed = state.speeds.at(-1);
  const facts = connected
    ? [
        state.model && `${state.model.name} ${words.parameters(state.model.totalParameters)}`,
        state.model?.backend ?? state.status.backend,
        speed !== undefined && words.say('card.speed', { speed }),
      ]
    : [];
  const message = connected && state.status.message;
  return h(
    'div',
    { class: `status ${shown}`, role: 'status', 'aria-label': words.say('status.label') },
    h('span', { class: 'dot', 'aria-hidden': 'true' }),
    h('span', { class: 'what' }, words.say(`status.${shown}`)),
    message && h('span', { class: 'message' }, message),
    facts.filter(Boolean).map((fact) => h('span', { class: 'fact' }, fact))
  );
}
