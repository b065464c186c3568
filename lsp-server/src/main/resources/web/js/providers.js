/** What Monaco asks of the language server, and back. Both count UTF-16 units; Monaco begins at 1. */

/**
 * @typedef {import('./lsp-client.js').LspClient} LspClient
 * @typedef {import('./types.js').Position} Position
 * @typedef {import('./types.js').Range} Range
 */

const INVOKED = 1;
const AUTOMATIC = 2;

/**
 * @param {any} monaco
 * @param {LspClient} client
 * @param {string} language
 */
export function registerProviders(monaco, client, language) {
  monaco.languages.registerInlineCompletionsProvider(language, {
    provideInlineCompletions: async (
      /** @type {any} */ model,
      /** @type {any} */ position,
      /** @type {any} */ context,
      /** @type {any} */ token
    ) => {
      const explicit =
        context.triggerKind === monaco.languages.InlineCompletionTriggerKind.Explicit;
      const result = await quietly(
        client.ask(
          'textDocument/inlineCompletion',
          {
            ...place(model, position),
            context: { triggerKind: explicit ? INVOKED : AUTOMATIC },
          },
          token
        )
      );
      const items = Array.isArray(result) ? result : (result?.items ?? []);
      return { items: items.map(toInlineItem) };
    },
    freeInlineCompletions() {},
  });

  monaco.languages.registerHoverProvider(language, {
    provideHover: async (
      /** @type {any} */ model,
      /** @type {any} */ position,
      /** @type {any} */ token
    ) => {
      const hover = await quietly(client.ask('textDocument/hover', place(model, position), token));
      return hover && { contents: toMarkdown(hover.contents), range: toMonacoRange(hover.range) };
    },
  });

  monaco.languages.registerCompletionItemProvider(language, {
    provideCompletionItems: async (
      /** @type {any} */ model,
      /** @type {any} */ position,
      /** @type {any} */ context,
      /** @type {any} */ token
    ) => {
      const result = await quietly(
        client.ask(
          'textDocument/completion',
          { ...place(model, position), context: { triggerKind: INVOKED } },
          token
        )
      );
      const items = Array.isArray(result) ? result : (result?.items ?? []);
      const word = model.getWordUntilPosition(position);
      const range = new monaco.Range(
        position.lineNumber,
        word.startColumn,
        position.lineNumber,
        word.endColumn
      );
      return { suggestions: items.map((/** @type {any} */ item) => toSuggestion(item, range)) };
    },
  });
}

/**
 * A request that was taken back or whose connection broke has no result; the panel shows what failed.
 *
 * @param {Promise<any>} asked
 */
async function quietly(asked) {
  try {
    return await asked;
  } catch {
    return null;
  }
}

/**
 * @param {any} model
 * @param {any} position
 */
function place(model, position) {
  return {
    textDocument: { uri: model.uri.toString() },
    position: { line: position.lineNumber - 1, character: position.column - 1 },
  };
}

/** @param {any} item */
function toInlineItem(item) {
  const text = typeof item.insertText === 'string' ? item.insertText : item.insertText.value;
  return { insertText: text, filterText: item.filterText, range: toMonacoRange(item.range) };
}

/**
 * @param {any} item
 * @param {any} range
 */
function toSuggestion(item, range) {
  const edit = item.textEdit;
  return {
    label: item.label,
    kind: Math.max(0, (item.kind ?? 1) - 1),
    detail: item.detail,
    documentation: item.documentation && toMarkdown(item.documentation)[0],
    insertText: edit?.newText ?? item.insertText ?? item.label,
    filterText: item.filterText,
    sortText: item.sortText,
    range: edit ? toMonacoRange(edit.range ?? edit.insert) : range,
  };
}

/** @param {any} contents */
function toMarkdown(contents) {
  const list = Array.isArray(contents) ? contents : [contents];
  return list.map((each) => ({ value: typeof each === 'string' ? each : each.value }));
}

/** @param {Range | undefined} range */
export function toMonacoRange(range) {
  return (
    range && {
      startLineNumber: range.start.line + 1,
      startColumn: range.start.character + 1,
      endLineNumber: range.end.line + 1,
      endColumn: range.end.character + 1,
    }
  );
}

/**
 * Asks for an explanation, which the panel then shows.
 *
 * @param {LspClient} client
 * @param {string | null} uri
 * @param {Range | null} range the code, or an empty one in the method that is meant
 */
export function explain(client, uri, range) {
  return quietly(
    client.ask('workspace/executeCommand', {
      command: 'gloss.explain',
      arguments: [{ uri, range }],
    })
  );
}

/**
 * @param {any} range of Monaco
 * @returns {Range}
 */
export function toLspRange(range) {
  return {
    start: { line: range.startLineNumber - 1, character: range.startColumn - 1 },
    end: { line: range.endLineNumber - 1, character: range.endColumn - 1 },
  };
}

/**
 * What changed, as `textDocument/didChange` carries it.
 *
 * @param {any} event of Monaco
 */
export function toContentChanges(event) {
  return event.changes.map((/** @type {any} */ { range, rangeLength, text }) => ({
    range: toLspRange(range),
    rangeLength,
    text,
  }));
}
