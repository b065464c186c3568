/** How fast the engine is, how often its drafts were right, how full its cache is. */

import { h } from './dom.js';
import { drafts } from './store.js';

const WIDTH = 96;
const HEIGHT = 20;

/**
 * @param {import('./types.js').State} state
 * @param {import('./i18n.js').Words} words
 */
export function engineSection(state, words) {
  const { drafted, accepted } = drafts(state);
  const none = words.say('engine.none');
  const last = state.speeds.at(-1);
  const { load } = state;
  return h(
    'section',
    { class: 'engine', 'aria-label': words.say('engine.title') },
    h('h2', null, words.say('engine.title')),
    h(
      'div',
      { class: 'gauges' },
      gauge(
        words.say('engine.speed'),
        state.speeds.length > 1 && sparkline(state.speeds, words),
        last === undefined ? none : words.whole(last)
      ),
      gauge(
        words.say('engine.accepted'),
        null,
        drafted > 0 ? words.percent(accepted / drafted) : none,
        drafted > 0 ? words.say('engine.acceptedLabel', { accepted, drafted }) : undefined
      ),
      load && gauge(words.say('engine.cache'), null, cache(load, words)),
      load &&
        load.waiting > 0 &&
        gauge(words.say('engine.queue'), null, words.say('engine.queueOf', { ...numbers(load) }))
    )
  );
}

/** @param {import('./types.js').LoadMessage} load */
function numbers({ running, waiting }) {
  return { running, waiting };
}

/**
 * @param {import('./types.js').LoadMessage} load
 * @param {import('./i18n.js').Words} words
 */
function cache(load, words) {
  return words.say('engine.cacheOf', {
    used: words.bytes(load.cachedTokens * load.cacheBytesPerToken),
    capacity: words.bytes(load.cacheCapacityTokens * load.cacheBytesPerToken),
  });
}

/**
 * @param {string} name
 * @param {any} chart
 * @param {string} value
 * @param {string} [title]
 */
function gauge(name, chart, value, title) {
  return h(
    'div',
    { class: 'gauge', title },
    h('span', { class: 'name' }, name),
    chart,
    h('span', { class: 'value' }, value)
  );
}

/**
 * @param {number[]} values
 * @param {import('./i18n.js').Words} words
 */
function sparkline(values, words) {
  return h(
    'svg',
    {
      class: 'sparkline',
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      role: 'img',
      'aria-label': words.say('engine.speedLabel', { values: values.map(words.whole).join(', ') }),
    },
    h('path', { class: 'zero', d: `M0 ${HEIGHT - 0.5}H${WIDTH}` }),
    h('path', { d: line(values) })
  );
}

/**
 * The path of a line from zero to the greatest value.
 *
 * @param {number[]} values at least two
 */
export function line(values) {
  const top = Math.max(...values, 1);
  const step = WIDTH / (values.length - 1);
  const points = values.map((value, at) => {
    const y = HEIGHT - 1 - (value / top) * (HEIGHT - 2);
    return `${(at * step).toFixed(1)} ${y.toFixed(1)}`;
  });
  return `M${points.join('L')}`;
}
