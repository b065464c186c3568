import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { CancellationToken, ShowDocumentResult } from 'vscode-languageserver-protocol';
import { Explanations } from '../src/explanations';
import type { Conversation } from '../src/gloss-client';
import { middleware } from '../src/middleware';
import { seen } from './vscode';

const ADDRESS = 'http://127.0.0.1:4711/panel?key=a';
const PLACE = {
  uri: 'file:///a',
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
};

beforeEach(() => void seen.splice(0));

/** As the server does: whatever is asked, it shows its page before it answers. */
function explanations(answer: () => unknown): Explanations {
  const { window } = middleware(
    () => false,
    () => asked
  );
  const client = {
    async sendRequest(_method: string, { command }: { command: string }) {
      if (command !== 'gloss.cancel') {
        await window?.showDocument?.call(
          undefined,
          { uri: ADDRESS, external: true },
          {} as CancellationToken,
          async (): Promise<ShowDocumentResult> => {
            seen.push('(shown by itself)');
            return { success: true };
          }
        );
      }
      return answer();
    },
  };
  const asked = new Explanations({ client: client as unknown as Conversation });
  return asked;
}

test('the browser opens as often as somebody wants it to, whatever is explained meanwhile', async () => {
  const asked = explanations(() => ADDRESS);
  await Promise.all([asked.openInBrowser(), asked.explain(PLACE), asked.openInBrowser()]);
  assert.deepEqual(seen, [`(browser) ${ADDRESS}`, `(browser) ${ADDRESS}`]);
});

test('a panel that cannot be opened says why', async () => {
  await explanations(() => {
    throw new Error('the panel cannot be opened: no port is free');
  }).openInBrowser();
  assert.deepEqual(seen, ['Gloss: the panel cannot be opened: no port is free']);
});

test('what was taken back is no news', async () => {
  explanations(() => {
    throw Object.assign(new Error('cancelled'), { code: -32800 });
  }).cancel('7');
  assert.deepEqual(seen, []);
});

test('without a conversation each command says so', async () => {
  const alone = new Explanations({ client: undefined });
  await alone.explain(PLACE);
  await alone.openInBrowser();
  alone.cancel('7');
  assert.deepEqual(seen, Array(3).fill('Gloss is not ready yet.'));
});
