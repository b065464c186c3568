import assert from 'node:assert/strict';
import test, { beforeEach } from 'node:test';
import { LspClient } from '../../main/resources/web/js/lsp-client.js';

/** A WebSocket whose other end is the test. */
class Wire {
  static OPEN = 1;
  /** @type {Wire[]} */
  static all = [];
  readyState = 0;
  /** @type {any[]} */
  sent = [];

  constructor() {
    Wire.all.push(this);
  }

  send(/** @type {string} */ text) {
    this.sent.push(JSON.parse(text));
  }

  open() {
    this.readyState = Wire.OPEN;
    this.onopen();
  }

  /** Answers the last message of this method. */
  async answer(/** @type {string} */ method, /** @type {any} */ fields) {
    const { id } = this.sent.findLast((message) => message.method === method);
    await this.receive({ id, ...fields });
  }

  async receive(/** @type {any} */ message) {
    this.onmessage({ data: JSON.stringify({ jsonrpc: '2.0', ...message }) });
    await settled();
  }

  async close() {
    this.readyState = 3;
    this.onclose();
    await settled();
  }

  methods() {
    return this.sent.map(({ method }) => method);
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const DOCUMENT = {
  uri: 'file:///A.java',
  languageId: 'java',
  version: () => 3,
  text: () => 'class A',
};

/** What waits for its time. */
let timers = [];

beforeEach(() => {
  timers = [];
  Wire.all = [];
  Object.assign(globalThis, {
    WebSocket: Wire,
    location: { href: 'http://127.0.0.1:7878/' },
    fetch: async () => ({ status: 200 }),
    setTimeout: (/** @type {() => void} */ callback) => timers.push(callback),
  });
});

async function connected() {
  const client = new LspClient('/lsp', () => {});
  client.open(DOCUMENT);
  const [wire] = Wire.all;
  wire.open();
  await wire.answer('initialize', { result: { capabilities: {} } });
  return { client, wire };
}

test('documents are opened once the server is ready', async () => {
  const { client, wire } = await connected();
  assert.deepEqual(wire.methods(), ['initialize', 'initialized', 'textDocument/didOpen']);
  assert.equal(wire.sent[2].params.textDocument.text, 'class A');
  client.change(DOCUMENT, [{ text: 'x' }]);
  assert.equal(wire.sent[3].params.textDocument.version, 3);
});

test('answers find their questions', async () => {
  const { client, wire } = await connected();
  const failed = assert.rejects(client.ask('textDocument/hover', {}), /broken/);
  const inline = client.ask('textDocument/inlineCompletion', {});
  await wire.answer('textDocument/inlineCompletion', { result: { items: [] } });
  await wire.answer('textDocument/hover', { error: { code: -32603, message: 'broken' } });
  assert.deepEqual(await inline, { items: [] });
  await failed;
});

test('what is no longer wanted is cancelled', async () => {
  const { client, wire } = await connected();
  /** @type {() => void} */
  let cancel = () => assert.fail('nobody listens');
  const token = {
    isCancellationRequested: false,
    onCancellationRequested: (/** @type {() => void} */ listener) => (cancel = listener),
  };
  const asked = client.ask('textDocument/hover', {}, token);
  cancel();
  const { id } = wire.sent.findLast(({ method }) => method === 'textDocument/hover');
  assert.deepEqual(wire.sent.at(-1).params, { id });
  await wire.answer('textDocument/hover', { result: null });
  assert.equal(await asked, null);
  cancel();
  assert.equal(wire.sent.at(-1).method, '$/cancelRequest');
  assert.equal(wire.sent.filter(({ method }) => method === '$/cancelRequest').length, 1);
});

test('a lost connection comes back with the documents', async () => {
  const { client, wire } = await connected();
  const asked = client.ask('textDocument/hover', {});
  await Promise.all([assert.rejects(asked, /lost/), wire.close()]);
  assert.equal(await client.ask('textDocument/hover', {}), null);
  timers.forEach((callback) => callback());
  assert.equal(Wire.all.length, 2);
  Wire.all[1].open();
  await Wire.all[1].answer('initialize', { result: {} });
  assert.deepEqual(Wire.all[1].methods(), wire.methods().slice(0, 3));
});

test('what the server asks is answered', async () => {
  const { wire } = await connected();
  await wire.receive({ id: 9, method: 'workspace/configuration', params: { items: [{}, {}] } });
  assert.deepEqual(wire.sent.at(-1).result, [null, null]);
  await wire.receive({ id: 10, method: 'window/showDocument', params: {} });
  assert.equal(wire.sent.at(-1).error.code, -32601);
});
