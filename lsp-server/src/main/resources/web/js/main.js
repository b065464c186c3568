/** The playground: an editor on the left, the panel on the right. */

import { draw } from './dom.js';
import { openEditor } from './editor.js';
import { LspClient } from './lsp-client.js';
import { explain } from './providers.js';
import { byId, openSurface } from './surface.js';
import { hints, tabs } from './tabs.js';

/** @type {import('./editor.js').Editor | undefined} */
let editor;
let suggested = false;

const { words, store } = openSurface({
  titleKey: 'page.title',
  host: {
    jump: ({ uri, range }) => editor?.jump(uri, range),
    retry: (request) => {
      if (request.feature === 'complete') {
        editor?.jump(request.uri, request.range);
        editor?.suggest();
      } else {
        explain(client, request.uri, request.range);
      }
    },
  },
  onDraw: suggestOnce,
});

const client = new LspClient('/lsp', suggestOnce);

/** The first suggestion is asked for as soon as it can be had. */
function suggestOnce() {
  const { state } = store.state.status;
  if (!suggested && editor && client.ready && (state === 'ready' || state === 'busy')) {
    suggested = true;
    editor.suggest();
  }
}

function drawTabs() {
  if (editor) {
    draw(byId('files'), [tabs(editor, words)]);
  }
}

draw(byId('hints'), [hints(words)]);
try {
  editor = await openEditor(byId('editor'), client, words, drawTabs);
  drawTabs();
  suggestOnce();
} catch (error) {
  console.error(error);
  byId('editor').textContent = words.say('editor.failed');
}
