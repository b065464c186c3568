/** The small window beside a token that is pointed at. */

import { draw } from './dom.js';
import { tokenTip } from './tokens.js';

/**
 * @param {HTMLElement} host where the cards are
 * @param {import('./types.js').State} state
 * @param {import('./i18n.js').Words} words
 */
export function installTip(host, state, words) {
  const tip = document.createElement('div');
  tip.className = 'tip';
  tip.hidden = true;
  document.body.append(tip);

  host.addEventListener('pointerover', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const token = target.dataset.seq === undefined ? undefined : find(target, state);
    tip.hidden = token === undefined;
    if (token) {
      draw(tip, [tokenTip(token, words)]);
      putBeside(tip, target.getClientRects()[0]);
    }
  });
  host.addEventListener('pointerleave', () => (tip.hidden = true));
  host.addEventListener('scroll', () => (tip.hidden = true), true);
}

/**
 * @param {HTMLElement} target
 * @param {import('./types.js').State} state
 */
function find(target, state) {
  const id = /** @type {HTMLElement | null} */ (target.closest('[data-request]'))?.dataset.request;
  const request = state.requests.find((each) => each.id === id);
  return request?.tokens.find(({ seq }) => String(seq) === target.dataset.seq);
}

/**
 * @param {HTMLElement} tip
 * @param {DOMRect} box
 */
function putBeside(tip, box) {
  const below = box.bottom + 4;
  const fits = below + tip.offsetHeight < innerHeight;
  tip.style.top = `${fits ? below : box.top - tip.offsetHeight - 4}px`;
  tip.style.left = `${Math.max(4, Math.min(box.left, innerWidth - tip.offsetWidth - 4))}px`;
}
