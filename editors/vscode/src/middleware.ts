import type { Middleware } from 'vscode-languageclient/node';
import { settingsForServer } from './configuration';
import type { Explanations } from './explanations';

/**
 * Where the library's features meet ours.
 *
 * @param explanations made later than this, since they need the conversation
 */
export function middleware(isPaused: () => boolean, explanations: () => Explanations): Middleware {
  return {
    provideHover: (document, position, token, next) =>
      isPaused() ? null : next(document, position, token),
    provideCompletionItem: (document, position, context, token, next) =>
      isPaused() ? null : next(document, position, context, token),
    executeCommand: (command, args, next) =>
      command === 'gloss.explain' ? explanations().explain(args[0]) : next(command, args),
    window: {
      // The server opens its page in a browser with each explanation, for editors that have no panel
      // of their own. This one has, and opens that page itself where somebody wants it.
      showDocument: async (params, token, next) =>
        params.external === true ? { success: true } : next(params, token),
    },
    workspace: {
      configuration: (params, token, next) =>
        params.items.every(({ section }) => section === 'gloss')
          ? params.items.map(settingsForServer)
          : next(params, token),
    },
  };
}
