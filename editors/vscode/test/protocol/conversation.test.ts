/** The extension's modules and the real program, from `initialize` to its end. */

import assert from 'node:assert/strict';
import { type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { after, before, test } from 'node:test';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { type TraceEvent, TraceHistory } from '../../src/core/history';
import { EDITOR_DEFAULTS, explicitSettings } from '../../src/core/settings';
import { barView, type ServerStatus } from '../../src/core/status';
import { suggestionParams, suggestions } from '../../src/core/suggestions';
import { findLauncher, runGloss } from '../../src/launcher';
import { endProcess } from '../../src/process-end';

const TOP = path.resolve('..', '..');
const LAUNCHER = process.env.GLOSS_LAUNCHER ?? path.join(TOP, 'gloss');
const IS_BUILT = existsSync(
  path.join(path.dirname(LAUNCHER), 'lsp-server', 'target', 'app', 'built')
);
const NOT_BUILT = `${LAUNCHER} is not built: run \`mvn package\` first`;
// On the machine that tries everything a skip would be a hole.
const SKIP = IS_BUILT || process.env.CI === 'true' ? false : NOT_BUILT;

const URI = 'file:///project/Totals.java';
const TEXT = `import java.util.List;

class Totals {
  private final List<Integer> values;

  Totals(List<Integer> values) {
    this.values = values;
  }

  /** Returns the sum of all values. */
  int sum() {
    int total = 0;
    for (int value : values) {
      total += value;
    }
    return total;
  }

  int size() {
    ret
  }
}
`;

let folder: string;
let gloss: ChildProcess;
let connection: MessageConnection;
const history = new TraceHistory();
const shown: string[] = [];
let status: ServerStatus | undefined;
let onNews: () => void = () => {};

/** Waits until what the server tells unasked makes it so. */
async function until<T>(found: () => T | undefined): Promise<T> {
  for (;;) {
    const value = found();
    if (value !== undefined) {
      return value;
    }
    await new Promise<void>((resolve) => (onNews = resolve));
  }
}

/** The end of the first place where the text stands. */
function behind(text: string) {
  const lines = TEXT.slice(0, TEXT.indexOf(text) + text.length).split('\n');
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

before(async () => {
  if (SKIP) {
    return;
  }
  assert.ok(IS_BUILT, NOT_BUILT);
  // The settings of whoever runs the tests stay out of them.
  folder = mkdtempSync(path.join(tmpdir(), 'gloss-vscode-'));
  process.env.XDG_CONFIG_HOME = folder;
  const location = findLauncher(LAUNCHER, path.resolve('.'));
  assert.ok(location.found);
  gloss = runGloss(location.launcher, ['lsp', '--stdio']);
  gloss.stderr?.resume();
  assert.ok(gloss.stdout && gloss.stdin);
  connection = createMessageConnection(
    new StreamMessageReader(gloss.stdout),
    new StreamMessageWriter(gloss.stdin)
  );
  connection.onRequest('workspace/configuration', ({ items }) =>
    items.map(() => explicitSettings((name) => (name === 'explain.answerTokens' ? 40 : undefined)))
  );
  connection.onRequest('window/showDocument', ({ uri }) => {
    shown.push(uri);
    return { success: true };
  });
  connection.onRequest('window/workDoneProgress/create', () => null);
  connection.onNotification('$/gloss/status', (next: ServerStatus) => {
    status = next;
    onNews();
  });
  connection.onNotification('$/gloss/trace', (event: TraceEvent) => {
    history.add(event);
    onNews();
  });
  connection.listen();
});

after(async () => {
  connection?.dispose();
  if (gloss) {
    await endProcess(gloss, false);
  }
  if (folder) {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('initialize: the server offers what the extension asks for', { skip: SKIP }, async () => {
  const { capabilities } = await connection.sendRequest<{
    capabilities: Record<string, unknown>;
  }>('initialize', {
    processId: process.pid,
    rootUri: null,
    clientInfo: { name: 'Visual Studio Code' },
    capabilities: {
      workspace: { configuration: true },
      window: { showDocument: { support: true } },
      textDocument: {
        inlineCompletion: { dynamicRegistration: false },
        hover: { contentFormat: ['markdown', 'plaintext'] },
      },
    },
    initializationOptions: EDITOR_DEFAULTS,
  });
  for (const provider of ['inlineCompletionProvider', 'hoverProvider', 'executeCommandProvider']) {
    assert.ok(capabilities[provider], provider);
  }
});

test(
  'the status bar has the model once it is loaded',
  { skip: SKIP, timeout: 60_000 },
  async () => {
    await connection.sendNotification('initialized', {});
    await connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri: URI, languageId: 'java', version: 1, text: TEXT },
    });
    const ready = await until(() => (status?.state === 'ready' ? status : undefined));
    const { text } = barView({
      phase: { kind: 'running', status: ready },
      paused: false,
      languageOff: false,
      eagerness: 'balanced',
    });
    assert.match(text, /^\$\(check\) Gloss: \S+/);
  }
);

test(
  'a text that was asked for goes on from the typed word',
  { skip: SKIP, timeout: 60_000 },
  async () => {
    const cursor = behind('size() {\n    ret');
    const answer = await connection.sendRequest(
      'textDocument/inlineCompletion',
      suggestionParams(URI, cursor, { invoked: true })
    );
    const [first] = suggestions(answer);
    assert.ok(first, JSON.stringify(answer));
    assert.match(first.text, /^ret/);
    assert.deepEqual(first.range, { start: { line: cursor.line, character: 4 }, end: cursor });
  }
);

test('a hover tells what a name is', { skip: SKIP, timeout: 60_000 }, async () => {
  const hover = await connection.sendRequest<{ contents: { kind: string; value: string } }>(
    'textDocument/hover',
    { textDocument: { uri: URI }, position: behind('int su') }
  );
  assert.equal(hover.contents.kind, 'markdown');
  assert.match(hover.contents.value, /int sum\(\)/);
});

test(
  'an explanation streams into what the panel keeps',
  { skip: SKIP, timeout: 60_000 },
  async () => {
    const position = behind('int total = 0;');
    const { request } = await connection.sendRequest<{ request: string }>(
      'workspace/executeCommand',
      {
        command: 'gloss.explain',
        arguments: [{ uri: URI, range: { start: position, end: position } }],
      }
    );
    const kinds = await until(() => {
      const all = history.events().filter((event) => event.request === request);
      return all.at(-1)?.kind === 'end' ? all.map(({ kind }) => kind) : undefined;
    });
    assert.equal(kinds[0], 'begin');
    assert.ok(kinds.includes('token') && kinds.includes('answer'), kinds.join(' '));
    assert.equal(shown.length, 1, 'the server offers its own page, which the extension replaces');
  }
);

test('shutdown and exit end the process with 0', { skip: SKIP, timeout: 30_000 }, async () => {
  const ended = new Promise<number | null>((resolve) => gloss.once('exit', resolve));
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  assert.equal(await ended, 0);
});
