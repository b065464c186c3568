/** The mark beside what can be folded. */

import { h } from './dom.js';

/** @param {boolean} open */
export function chevron(open) {
  return h(
    'svg',
    { class: open ? 'chevron open' : 'chevron', viewBox: '0 0 12 12', 'aria-hidden': 'true' },
    h('path', { d: 'M4 2.5 8 6 4 9.5' })
  );
}
