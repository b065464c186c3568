/** The panel's page in VS Code: the server's components, and messages instead of a socket. */

import { openSurface } from '../../../../lsp-server/src/main/resources/web/js/surface.js';

declare function acquireVsCodeApi(): { postMessage(message: unknown): void };

const vscode = acquireVsCodeApi();

openSurface({
  titleKey: 'panel.title',
  emptyKey: 'panel.emptyAlone',
  host: {
    jump: ({ uri, range }) => vscode.postMessage({ action: 'jump', uri, range }),
    retry: ({ uri, range }) => vscode.postMessage({ action: 'retry', uri, range }),
  },
  link(listener) {
    addEventListener('message', ({ data }: MessageEvent<object[]>) =>
      data.forEach((message) => listener.onMessage(JSON.stringify(message)))
    );
    vscode.postMessage({ action: 'ready' });
    return {
      send(text) {
        vscode.postMessage(JSON.parse(text));
        return true;
      },
    };
  },
});
