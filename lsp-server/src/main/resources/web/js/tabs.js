/** The open files, and what the keys do. */

import { h } from './dom.js';

/**
 * @param {import('./editor.js').Editor} editor
 * @param {import('./i18n.js').Words} words
 */
export function tabs(editor, words) {
  const current = editor.current();
  return h(
    'div',
    { class: 'tabs', role: 'tablist', 'aria-label': words.say('editor.files') },
    editor.files().map((name, index) =>
      h(
        'button',
        {
          class: 'tab',
          role: 'tab',
          'aria-selected': String(index === current),
          on: { click: () => editor.show(index) },
        },
        name
      )
    ),
    h(
      'button',
      {
        class: 'tab add',
        title: words.say('editor.new'),
        'aria-label': words.say('editor.new'),
        on: { click: () => editor.add() },
      },
      '+'
    )
  );
}

/** @param {import('./i18n.js').Words} words */
export function hints(words) {
  const keys = [
    ['Tab', 'accept'],
    ['Ctrl+→', 'word'],
    ['Alt+]', 'next'],
    ['Esc', 'dismiss'],
    ['Alt+E', 'explain'],
  ];
  return h(
    'p',
    { class: 'hints' },
    keys.map(([key, name]) =>
      h('span', { class: 'hint' }, h('kbd', null, key), ' ', words.say(`hint.${name}`))
    )
  );
}
