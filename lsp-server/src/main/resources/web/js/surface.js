/** What the playground and the panel alone have in common: store, trace, status line and panel. */

import { draw } from './dom.js';
import { chooseLanguage, createWords } from './i18n.js';
import { markdown } from './markdown.js';
import { panel } from './panel.js';
import { connect } from './socket.js';
import { statusLine } from './status-line.js';
import { createStore } from './store.js';
import { installTip } from './tip.js';

const TOKENS_KEY = 'gloss.tokens';
const COPIED_MS = 1500;

/**
 * @param {object} options
 * @param {string} options.titleKey
 * @param {string} [options.emptyKey]
 * @param {Partial<import('./card.js').Host>} [options.host] what this page can do besides
 * @param {(state: import('./types.js').State) => void} [options.onDraw]
 * @param {(listener: import('./socket.js').SocketListener) => ReturnType<typeof connect>} [options.link] where the
 *   trace comes from, and where what is asked of the server goes
 */
export function openSurface({
  titleKey,
  emptyKey,
  host = {},
  onDraw,
  link = (listener) => connect('/trace', listener),
}) {
  const words = createWords(chooseLanguage(navigator.languages));
  document.documentElement.lang = words.language;
  document.title = words.say(titleKey);
  const statusHost = byId('status');
  const panelHost = byId('panel');

  const store = createStore((state) => {
    localStorage.setItem(TOKENS_KEY, String(state.tokensOpen));
    draw(statusHost, [statusLine(state, words)]);
    draw(panelHost, panel(state, words, everything, emptyKey));
    onDraw?.(state);
  });
  const trace = link({
    onMessage: (text) => store.put(JSON.parse(text)),
    onState: (state) => store.put({ kind: 'connection', state }),
  });
  /** @param {import('./types.js').Request} request */
  async function copy({ id, answer }) {
    await navigator.clipboard.writeText(answer.trim());
    store.put({ kind: 'copied', request: id });
    setTimeout(() => store.put({ kind: 'copied', request: null }), COPIED_MS);
  }

  /** @type {import('./card.js').Host} */
  const everything = {
    put: store.put,
    markdown,
    copy,
    cancel: ({ id }) => trace.send(JSON.stringify({ action: 'cancel', request: id })),
    ...host,
  };

  store.put({ kind: 'tokens', open: localStorage.getItem(TOKENS_KEY) !== 'false' });
  installTip(panelHost, store.state, words);
  return { words, store };
}

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) {
    throw new Error(`the page has no element ${id}`);
  }
  return element;
}
