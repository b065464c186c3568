/** What an open card shows below its head line. */

import { blocksOf } from './blocks.js';
import { chevron } from './chevron.js';
import { h } from './dom.js';
import { isRunning } from './store.js';
import { meanProbability, tokenText } from './tokens.js';

/**
 * @typedef {import('./types.js').Request} Request
 * @typedef {import('./i18n.js').Words} Words
 * @typedef {import('./card.js').Host} Host
 */

/**
 * @param {Request} request
 * @param {boolean} tokensOpen
 * @param {Words} words
 * @param {Host} host
 */
export function body(request, tokensOpen, words, host) {
  return h(
    'div',
    { class: 'body' },
    request.think && thought(request, words, host),
    request.feature === 'complete' ? suggestion(request, words) : answer(request, host),
    trouble(request, words),
    others(request, words),
    foot(request, tokensOpen, words, host),
    request.feature !== 'complete' &&
      tokensOpen &&
      request.tokens.length > 0 &&
      tokenText(request.tokens, words)
  );
}

/**
 * Unfolded while it runs; folds itself when the answer begins, unless the person touched it.
 *
 * @param {Request} request
 * @param {Words} words
 * @param {Host} host
 */
function thought(request, words, host) {
  const open = request.thinkOpen ?? request.state === 'thinking';
  const fold = () => host.put({ kind: 'fold', request: request.id, part: 'think', open: !open });
  return h(
    'section',
    { class: 'thought' },
    h(
      'button',
      { class: 'fold', 'aria-expanded': String(open), on: { click: fold } },
      chevron(open),
      words.say('think.title')
    ),
    open &&
      h(
        'div',
        { class: 'think', follow: true, 'aria-live': 'off', tabindex: 0 },
        request.think.trim()
      )
  );
}

/**
 * @param {Request} request
 * @param {Host} host
 */
function answer(request, host) {
  return h(
    'div',
    { class: 'answer', 'aria-live': 'polite' },
    blocksOf(request.answer).map((text) => h('div', { class: 'block', text, html: host.markdown }))
  );
}

/**
 * The suggestion is its tokens, white space at the end left out; without them (they were not kept) it is its text.
 *
 * @param {Request} request
 * @param {Words} words
 */
function suggestion(request, words) {
  const last = request.tokens.findLastIndex(({ text }) => text.trim());
  if (last >= 0) {
    return tokenText(request.tokens.slice(0, last + 1), words, 'suggestion');
  }
  return request.answer && h('div', { class: 'tokens suggestion' }, request.answer);
}

/**
 * What went wrong, in the place where the result would be.
 *
 * @param {Request} request
 * @param {Words} words
 */
function trouble(request, words) {
  /** @type {string[]} */
  const lines = [];
  if (request.message) {
    lines.push(request.message);
  } else if (request.state === 'cancelled' || request.state === 'rejected') {
    lines.push(words.say(`card.${request.state}`));
  }
  if (request.end?.finish === 'length' && request.feature !== 'complete') {
    lines.push(words.say('card.length'));
  }
  if (request.state === 'done' && !request.answer && !request.message) {
    lines.push(words.say('card.empty'));
  }
  if (request.missed > 0) {
    lines.push(words.say('card.missed', { count: request.missed }));
  }
  return lines.map((line) => h('p', { class: 'trouble' }, line));
}

/**
 * The other files whose code the model read, and why.
 *
 * @param {Request} request
 * @param {Words} words
 */
function others({ others }, words) {
  return (
    others.length > 0 &&
    h(
      'p',
      { class: 'others' },
      words.say('card.others'),
      others.map(({ file, firstLine, lastLine, reason }) =>
        h(
          'span',
          { class: 'other', title: `${file}:${firstLine}-${lastLine}\n${reason}` },
          `${file.split('/').at(-1)}:${firstLine}`
        )
      )
    )
  );
}

/**
 * What it took and what can be done, on one line.
 *
 * @param {Request} request
 * @param {boolean} tokensOpen
 * @param {Words} words
 * @param {Host} host
 */
function foot(request, tokensOpen, words, host) {
  const line = facts(request, words);
  const buttons = actions(request, words, host).filter(Boolean);
  if (!line && buttons.length === 0) {
    return null;
  }
  const foldable = request.feature !== 'complete' && request.tokens.length > 0;
  return h(
    'div',
    { class: 'foot' },
    foldable
      ? h(
          'button',
          {
            class: 'fold',
            'aria-expanded': String(tokensOpen),
            on: { click: () => host.put({ kind: 'tokens', open: !tokensOpen }) },
          },
          chevron(tokensOpen),
          h('span', { class: 'facts' }, line)
        )
      : h('span', { class: 'facts' }, line),
    buttons
  );
}

/**
 * @param {Request} request
 * @param {Words} words
 */
function facts({ tokens, drafted, accepted, reused, promptTokens, end }, words) {
  const speed = end?.tokensPerSecond ?? 0;
  return [
    tokens.length > 0 && words.say('tokens.count', { count: tokens.length }),
    tokens.length > 0 &&
      words.say('tokens.mean', { share: words.percent(meanProbability(tokens)) }),
    drafted > 0 && words.say('card.drafts', { drafted, accepted }),
    reused > 0 && words.say('card.cache', { share: words.percent(reused / promptTokens) }),
    speed > 0 && words.say('card.speed', { speed }),
  ]
    .filter(Boolean)
    .join(' · ');
}

/**
 * @param {Request} request
 * @param {Words} words
 * @param {Host} host
 */
function actions(request, words, host) {
  const running = isRunning(request);
  const again = request.state === 'failed' || request.state === 'cancelled';
  return [
    running && host.cancel && action('stop', () => host.cancel?.(request), words),
    !running &&
      request.answer.trim() &&
      action(request.copied ? 'copied' : 'copy', () => host.copy(request), words),
    again && host.retry && action('retry', () => host.retry?.(request), words),
  ];
}

/**
 * @param {string} name
 * @param {() => void} click
 * @param {Words} words
 */
function action(name, click, words) {
  return h('button', { class: `action ${name}`, on: { click } }, words.say(`action.${name}`));
}
