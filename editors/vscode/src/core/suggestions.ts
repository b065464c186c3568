/** Inline completion as the protocol has it, and as editors want it. Both count UTF-16 units. */

export interface Position {
  line: number;
  character: number;
}

export interface Range {
  start: Position;
  end: Position;
}

/** What the editor says about a request for text. */
export interface SuggestionContext {
  /** Somebody asked by a key, rather than by typing. */
  invoked: boolean;
  selected?: { range: Range; text: string };
}

export interface Suggestion {
  text: string;
  filterText?: string;
  range?: Range;
}

const INVOKED = 1;
const AUTOMATIC = 2;

/** Parameters of `textDocument/inlineCompletion`. */
export function suggestionParams(uri: string, position: Position, context: SuggestionContext) {
  const { invoked, selected } = context;
  return {
    textDocument: { uri },
    position: plainPosition(position),
    context: {
      triggerKind: invoked ? INVOKED : AUTOMATIC,
      ...(selected && {
        selectedCompletionInfo: { range: plainRange(selected.range), text: selected.text },
      }),
    },
  };
}

/** VS Code's own ranges become lists in JSON, which is not what the protocol wants. */
function plainRange({ start, end }: Range): Range {
  return { start: plainPosition(start), end: plainPosition(end) };
}

function plainPosition({ line, character }: Position): Position {
  return { line, character };
}

interface ProtocolItem {
  insertText: string | { value: string };
  filterText?: string;
  range?: Range;
}

/** The texts of an answer; the protocol allows a list, an object with one, and nothing. */
export function suggestions(answer: unknown): Suggestion[] {
  const items = Array.isArray(answer)
    ? (answer as ProtocolItem[])
    : ((answer as { items?: ProtocolItem[] } | null | undefined)?.items ?? []);
  return items.map(({ insertText, filterText, range }) => ({
    text: typeof insertText === 'string' ? insertText : insertText.value,
    ...(filterText !== undefined && { filterText }),
    ...(range && { range }),
  }));
}

const CANCELLED = -32800;
const CONTENT_MODIFIED = -32801;
const SERVER_CANCELLED = -32802;

/** Whether a request was merely taken back: somebody typed on. That is no news. */
export function isTakenBack(error: unknown): boolean {
  const code = (error as { code?: unknown } | undefined)?.code;
  return code === CANCELLED || code === CONTENT_MODIFIED || code === SERVER_CANCELLED;
}
