/**
 * A small client of the Language Server Protocol over one WebSocket: as much of it as an editor with
 * ghost text and hovers needs.
 */

import { connect } from './socket.js';

/**
 * @typedef {{ uri: string, languageId: string, version: () => number, text: () => string }} Document
 * @typedef {{ resolve: (result: any) => void, reject: (error: Error) => void }} Waiting
 * @typedef {{ isCancellationRequested: boolean, onCancellationRequested: (listener: () => void) => any }} CancellationToken
 */

export class LspClient {
  /** @type {Map<number, Waiting>} */
  #waiting = new Map();
  /** @type {Map<string, Document>} */
  #documents = new Map();
  #nextId = 1;
  #ready = false;
  #socket;
  #onReady;

  /**
   * @param {string} path of the WebSocket
   * @param {() => void} onReady called each time the server can be asked
   */
  constructor(path, onReady) {
    this.#onReady = onReady;
    this.#socket = connect(path, {
      onOpen: () => this.#initialize(),
      onMessage: (text) => this.#receive(JSON.parse(text)),
      onState: (state) => state !== 'open' && this.#forget(),
    });
  }

  /** Whether the server can be asked. */
  get ready() {
    return this.#ready;
  }

  async #initialize() {
    await this.#request('initialize', {
      processId: null,
      clientInfo: { name: 'gloss-playground' },
      rootUri: null,
      capabilities: {
        general: { positionEncodings: ['utf-16'] },
        textDocument: {
          synchronization: { dynamicRegistration: false },
          inlineCompletion: { dynamicRegistration: false },
          completion: { completionItem: { documentationFormat: ['markdown', 'plaintext'] } },
          hover: { contentFormat: ['markdown', 'plaintext'] },
        },
      },
    });
    this.#notify('initialized', {});
    this.#ready = true;
    this.#documents.forEach((document) => this.#didOpen(document));
    this.#onReady();
  }

  /**
   * Asks the server; null while it cannot be asked.
   *
   * @param {string} method
   * @param {any} params
   * @param {CancellationToken} [token]
   */
  async ask(method, params, token) {
    if (!this.#ready || token?.isCancellationRequested) {
      return null;
    }
    return this.#request(method, params, token);
  }

  /** @param {Document} document */
  open(document) {
    this.#documents.set(document.uri, document);
    if (this.#ready) {
      this.#didOpen(document);
    }
  }

  /**
   * @param {Document} document
   * @param {any[]} contentChanges
   */
  change(document, contentChanges) {
    if (this.#ready) {
      const { uri, version } = document;
      const textDocument = { uri, version: version() };
      this.#notify('textDocument/didChange', { textDocument, contentChanges });
    }
  }

  /** @param {Document} document */
  #didOpen({ uri, languageId, version, text }) {
    const textDocument = { uri, languageId, version: version(), text: text() };
    this.#notify('textDocument/didOpen', { textDocument });
  }

  /**
   * @param {string} method
   * @param {any} params
   * @param {CancellationToken} [token]
   * @returns {Promise<any>}
   */
  #request(method, params, token) {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      token?.onCancellationRequested(() => {
        if (this.#waiting.has(id)) {
          this.#notify('$/cancelRequest', { id });
        }
      });
      if (!this.#send({ id, method, params })) {
        this.#waiting.delete(id);
        reject(new Error('the connection is lost'));
      }
    });
  }

  /**
   * @param {string} method
   * @param {any} params
   */
  #notify(method, params) {
    this.#send({ method, params });
  }

  /** @param {any} message */
  #send(message) {
    return this.#socket.send(JSON.stringify({ jsonrpc: '2.0', ...message }));
  }

  /** @param {any} message */
  #receive(message) {
    if (message.method === undefined) {
      this.#settle(message);
    } else if (message.id !== undefined) {
      this.#answer(message);
    }
  }

  /** @param {any} message */
  #settle({ id, result, error }) {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) {
      waiting?.reject(new Error(error.message));
    } else {
      waiting?.resolve(result ?? null);
    }
  }

  /**
   * The server asks too: for settings (there are none) and for progress (which may be shown or not).
   *
   * @param {any} message
   */
  #answer({ id, method, params }) {
    const answers = {
      'workspace/configuration': () => params.items.map(() => null),
      'workspace/workspaceFolders': () => null,
      'window/workDoneProgress/create': () => null,
      'client/registerCapability': () => null,
      'client/unregisterCapability': () => null,
    };
    const answer = /** @type {Record<string, () => any>} */ (answers)[method];
    const error = { code: -32601, message: `${method} is not for this client` };
    this.#send(answer ? { id, result: answer() } : { id, error });
  }

  /** The connection is gone, and with it all answers. */
  #forget() {
    this.#ready = false;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    waiting.forEach(({ reject }) => reject(new Error('the connection is lost')));
  }
}
