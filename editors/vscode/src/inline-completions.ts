import * as vscode from 'vscode';
import {
  isTakenBack,
  type Range,
  type Suggestion,
  suggestionParams,
  suggestions,
} from './core/suggestions';
import type { Server } from './server';

const METHOD = 'textDocument/inlineCompletion';

/**
 * Ghost text. Keys, cycling and taking a word at a time are VS Code's own; which texts are shown and
 * when is the server's decision, but where somebody said that there should be none.
 */
export class InlineCompletions implements vscode.InlineCompletionItemProvider {
  constructor(
    private readonly server: Server,
    private readonly isSilent: (document: vscode.TextDocument) => boolean,
    private readonly output: vscode.LogOutputChannel
  ) {}

  async provideInlineCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    context: vscode.InlineCompletionContext,
    token: vscode.CancellationToken
  ): Promise<vscode.InlineCompletionItem[]> {
    const client = this.server.client;
    const invoked = context.triggerKind === vscode.InlineCompletionTriggerKind.Invoke;
    if (!client || (this.isSilent(document) && !invoked)) {
      return [];
    }
    const { selectedCompletionInfo: selected } = context;
    const uri = client.code2ProtocolConverter.asUri(document.uri);
    try {
      const answer = await client.sendRequest(
        METHOD,
        suggestionParams(uri, position, { invoked, ...(selected && { selected }) }),
        token
      );
      return token.isCancellationRequested ? [] : suggestions(answer).map(toItem);
    } catch (error) {
      if (!isTakenBack(error)) {
        // A message at each key would be worse than no text.
        this.output.warn(`${METHOD}: ${(error as Error).message}`);
      }
      return [];
    }
  }
}

function toItem({ text, filterText, range }: Suggestion): vscode.InlineCompletionItem {
  const item = new vscode.InlineCompletionItem(text, range && toRange(range));
  if (filterText !== undefined) {
    item.filterText = filterText;
  }
  return item;
}

export function toRange({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
