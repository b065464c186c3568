/** One request: what was asked and where, what it thinks, what it said, and what it took. */

import { body } from './card-body.js';
import { chevron } from './chevron.js';
import { h } from './dom.js';
import { isRunning } from './store.js';

/**
 * @typedef {import('./types.js').Request} Request
 * @typedef {import('./i18n.js').Words} Words
 *
 * What the page around the panel can do; what it cannot is not offered.
 *
 * @typedef {object} Host
 * @property {(message: import('./types.js').Message) => void} put takes a message into the store
 * @property {(text: string) => string} markdown makes safe HTML
 * @property {(request: Request) => void} copy
 * @property {(request: Request) => void} [cancel]
 * @property {(request: Request) => void} [retry]
 * @property {(request: Request) => void} [jump]
 */

/**
 * @param {Request} request
 * @param {boolean} newest of its kind: open, unless the person chose otherwise
 * @param {boolean} tokensOpen
 * @param {Words} words
 * @param {Host} host
 */
export function card(request, newest, tokensOpen, words, host) {
  const open = request.open ?? (newest || (isRunning(request) && request.feature !== 'complete'));
  return h(
    'article',
    {
      key: request.id,
      class: `card ${request.feature} ${request.state}${open ? ' open' : ''}`,
      'data-request': request.id,
      memo: `${request.version} ${open}`,
    },
    head(request, open, words, host),
    open && body(request, tokensOpen, words, host)
  );
}

/**
 * @param {Request} request
 * @param {boolean} open
 * @param {Words} words
 * @param {Host} host
 */
function head(request, open, words, host) {
  const fold = () => host.put({ kind: 'fold', request: request.id, part: 'card', open: !open });
  const where = place(request, words);
  return h(
    'header',
    null,
    h(
      'button',
      { class: 'fold', 'aria-expanded': String(open), on: { click: fold } },
      chevron(open),
      h('span', { class: 'feature' }, words.say(`feature.${request.feature}`)),
      request.symbol && h('code', { class: 'symbol' }, request.symbol)
    ),
    where &&
      (host.jump
        ? h(
            'button',
            {
              class: 'where',
              title: words.say('where.jump', { place: where }),
              on: { click: () => host.jump?.(request) },
            },
            where
          )
        : h('span', { class: 'where' }, where)),
    !open && summary(request, words),
    h('span', { class: 'state' }, outcome(request, words))
  );
}

/**
 * The time once it is over, the state until then and where it went wrong.
 *
 * @param {Request} request
 * @param {Words} words
 */
function outcome(request, words) {
  return request.state === 'done' && request.end
    ? words.duration(request.end.timings.totalMs)
    : words.say(`state.${request.state}`);
}

/**
 * @param {Request} request
 * @param {Words} words
 */
function place({ range }, words) {
  if (!range) {
    return '';
  }
  const first = range.start.line + 1;
  const last = range.end.line + 1;
  return first === last
    ? words.say('where.line', { line: String(first) })
    : words.say('where.lines', { first: String(first), last: String(last) });
}

/**
 * The numbers that fit on a folded card's line.
 *
 * @param {Request} request
 * @param {Words} words
 */
function summary({ drafted, accepted, reused, promptTokens }, words) {
  return h(
    'span',
    { class: 'summary' },
    drafted > 0 && h('span', { class: 'drafts' }, words.say('card.drafts', { drafted, accepted })),
    reused > 0 &&
      h(
        'span',
        { class: 'cache' },
        words.say('card.cache', { share: words.percent(reused / promptTokens) })
      )
  );
}
