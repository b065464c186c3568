import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isTakenBack, suggestionParams, suggestions } from '../src/core/suggestions';

const range = { start: { line: 2, character: 4 }, end: { line: 2, character: 7 } };

test('asking by a key is told apart from typing', () => {
  const kind = (invoked: boolean) =>
    suggestionParams('file:///a', range.end, { invoked }).context.triggerKind;
  assert.equal(kind(true), 1);
  assert.equal(kind(false), 2);
});

test('the item selected in the list goes along', () =>
  assert.deepEqual(
    suggestionParams('file:///a', range.end, {
      invoked: false,
      selected: { range, text: 'length' },
    }),
    {
      textDocument: { uri: 'file:///a' },
      position: { line: 2, character: 7 },
      context: { triggerKind: 2, selectedCompletionInfo: { range, text: 'length' } },
    }
  ));

test("VS Code's own ranges, which become lists in JSON, go out as the protocol has them", () => {
  const selected = { range: { ...range, toJSON: () => [range.start, range.end] }, text: 'length' };
  const params = suggestionParams('file:///a', range.end, { invoked: false, selected });
  assert.deepEqual(JSON.parse(JSON.stringify(params)).context.selectedCompletionInfo.range, range);
});

test('all forms of an answer are read', () => {
  const item = { insertText: 'return x;', filterText: 'return x;', range };
  const read = [{ text: 'return x;', filterText: 'return x;', range }];
  assert.deepEqual(suggestions({ items: [item] }), read);
  assert.deepEqual(suggestions([item]), read);
  assert.deepEqual(suggestions([{ insertText: { value: 'a' } }]), [{ text: 'a' }]);
  assert.deepEqual(suggestions(null), []);
  assert.deepEqual(suggestions({}), []);
});

test('what was taken back is no failure', () => {
  assert.equal(isTakenBack({ code: -32800 }), true);
  assert.equal(isTakenBack({ code: -32803 }), false);
  assert.equal(isTakenBack(undefined), false);
});
