/** Words and numbers in the reader's language. */

import { messages } from './messages.js';

/**
 * The language of the page: the first of the reader's that we have.
 *
 * @param {readonly string[]} wanted as `navigator.languages` gives them
 * @returns {string}
 */
export function chooseLanguage(wanted) {
  for (const tag of wanted) {
    const main = tag.toLowerCase().split('-')[0];
    const found = Object.keys(messages).find((name) => name.toLowerCase().split('-')[0] === main);
    if (found) {
      return found;
    }
  }
  return 'en';
}

/** @typedef {ReturnType<typeof createWords>} Words */

/** @param {string} language one of the names in `messages` */
export function createWords(language) {
  const table = messages[language];
  const plural = new Intl.PluralRules(language);
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const brief = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const tenth = new Intl.NumberFormat(language, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const percent = new Intl.NumberFormat(language, { style: 'percent' });

  return {
    language,

    /**
     * @param {string} key
     * @param {Record<string, string | number>} [values]
     */
    say(key, values = {}) {
      const entry = table[key];
      if (entry === undefined) {
        throw new Error(`no message ${key} in ${language}`);
      }
      const text =
        typeof entry === 'string'
          ? entry
          : plural.select(Number(values.count)) === 'one'
            ? entry.one
            : entry.other;
      return text.replace(/\{(\w+)\}/g, (_, name) => {
        const value = values[name];
        return typeof value === 'number' ? whole.format(value) : value;
      });
    },

    /** @param {number} milliseconds */
    duration(milliseconds) {
      return milliseconds < 1000
        ? `${whole.format(milliseconds)} ms`
        : `${tenth.format(milliseconds / 1000)} s`;
    },

    /** @param {number} share from 0 to 1 */
    percent: (share) => percent.format(share),

    /** @param {number} value */
    whole: (value) => whole.format(value),

    /** @param {number} count for example 7 M of 7,000,000 parameters */
    parameters(count) {
      const [unit, size] = count >= 1e9 ? ['B', 1e9] : ['M', 1e6];
      const value = count / size;
      return `${value < 10 ? brief.format(value) : whole.format(value)} ${unit}`;
    },

    /** @param {number} count */
    bytes(count) {
      const units = ['B', 'kB', 'MB', 'GB', 'TB'];
      const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(count, 1)) / 3));
      const value = count / 1000 ** step;
      return `${step === 0 || value >= 100 ? whole.format(value) : tenth.format(value)} ${units[step]}`;
    },
  };
}
