/** The editor of the playground: its files, and the language server behind it. */

import { loadMonaco } from './monaco.js';
import {
  explain,
  registerProviders,
  toContentChanges,
  toLspRange,
  toMonacoRange,
} from './providers.js';
import { samples } from './samples.js';

const LANGUAGE = 'java';
const FOLDER = 'file:///playground';

/**
 * @typedef {object} Editor
 * @property {() => string[]} files names of the open files
 * @property {() => number} current which of them is shown
 * @property {(index: number) => void} show
 * @property {() => void} add opens an empty file
 * @property {() => void} suggest asks for a suggestion at the cursor
 * @property {(uri: string | null, range: import('./types.js').Range | null) => void} jump
 */

/**
 * @param {HTMLElement} host
 * @param {import('./lsp-client.js').LspClient} client
 * @param {import('./i18n.js').Words} words
 * @param {() => void} onFiles called when another file is shown
 * @returns {Promise<Editor>}
 */
export async function openEditor(host, client, words, onFiles) {
  const monaco = await loadMonaco();
  registerProviders(monaco, client, LANGUAGE);
  const editor = createEditor(monaco, host, words.say('editor.label'));
  editor.addAction(explainAction(monaco, client, words.say('editor.explain')));
  /** @type {any[]} */
  const models = [];
  let current = 0;

  /**
   * @param {string} name
   * @param {string} text
   */
  function open(name, text) {
    const model = monaco.editor.createModel(text, LANGUAGE, monaco.Uri.parse(`${FOLDER}/${name}`));
    const document = {
      uri: model.uri.toString(),
      languageId: LANGUAGE,
      version: () => model.getVersionId(),
      text: () => model.getValue(monaco.editor.EndOfLinePreference.LF),
    };
    model.setEOL(monaco.editor.EndOfLineSequence.LF);
    client.open(document);
    model.onDidChangeContent((/** @type {any} */ event) =>
      client.change(document, toContentChanges(event))
    );
    models.push(model);
  }

  /** @param {number} index */
  function show(index) {
    current = index;
    editor.setModel(models[index]);
    editor.focus();
    onFiles();
  }

  /** @param {string | null} uri */
  function showUri(uri) {
    const index = models.findIndex((model) => model.uri.toString() === uri);
    if (index >= 0 && index !== current) {
      show(index);
    }
    return index >= 0;
  }

  samples.forEach(({ name, text }) => open(name, text));
  show(0);
  const { cursor } = samples[0];
  editor.setPosition(models[0].getPositionAt(cursor));
  editor.revealPositionInCenterIfOutsideViewport(editor.getPosition());

  return {
    files: () => models.map((model) => model.uri.path.split('/').at(-1)),
    current: () => current,
    show,
    add() {
      open(`Untitled${models.length + 1 - samples.length}.java`, '');
      show(models.length - 1);
    },
    suggest: () => editor.trigger('gloss', 'editor.action.inlineSuggest.trigger', {}),
    jump(uri, range) {
      if (range && showUri(uri)) {
        editor.setSelection(toMonacoRange(range));
        editor.revealRangeInCenterIfOutsideViewport(toMonacoRange(range));
        editor.focus();
      }
    },
  };
}

/**
 * In the context menu and on a key: explains the selected lines, or the method around the cursor.
 *
 * @param {any} monaco
 * @param {import('./lsp-client.js').LspClient} client
 * @param {string} label
 */
function explainAction(monaco, client, label) {
  return {
    id: 'gloss.explain',
    label,
    keybindings: [monaco.KeyMod.Alt | monaco.KeyCode.KeyE],
    contextMenuGroupId: 'navigation',
    run: (/** @type {any} */ editor) =>
      explain(client, editor.getModel().uri.toString(), toLspRange(editor.getSelection())),
  };
}

/**
 * @param {any} monaco
 * @param {HTMLElement} host
 * @param {string} label for screen readers
 */
function createEditor(monaco, host, label) {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  const theme = () => (dark.matches ? 'vs-dark' : 'vs');
  dark.addEventListener('change', () => monaco.editor.setTheme(theme()));
  return monaco.editor.create(host, {
    model: null,
    theme: theme(),
    ariaLabel: label,
    automaticLayout: true,
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--mono'),
    fontSize: 14,
    lineHeight: 20,
    minimap: { enabled: false },
    scrollBeyondLastLine: false,
    padding: { top: 8 },
    tabSize: 2,
    fixedOverflowWidgets: true,
    overviewRulerLanes: 0,
    overviewRulerBorder: false,
    scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
    stickyScroll: { enabled: false },
    renderLineHighlight: 'line',
    cursorBlinking: calm.matches ? 'solid' : 'blink',
    // Ghost text is what is shown here: the list comes when it is asked for.
    inlineSuggest: { enabled: true, showToolbar: 'onHover' },
    quickSuggestions: false,
    suggestOnTriggerCharacters: false,
    wordBasedSuggestions: 'off',
    parameterHints: { enabled: false },
    hover: { delay: 300 },
  });
}
