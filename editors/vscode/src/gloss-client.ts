import type * as vscode from 'vscode';
import {
  type ClientCapabilities,
  CloseAction,
  type DynamicFeature,
  ErrorAction,
  type FeatureState,
  LanguageClient,
  type LanguageClientOptions,
  type Middleware,
  type ServerOptions,
  type StaticFeature,
} from 'vscode-languageclient/node';
import { EDITOR_DEFAULTS } from './core/settings';

const INLINE_COMPLETION = 'textDocument/inlineCompletion';

/** Says that inline completions are asked for, which the extension does itself. */
class InlineCompletionCapability implements StaticFeature {
  fillClientCapabilities(capabilities: ClientCapabilities): void {
    capabilities.textDocument ??= {};
    capabilities.textDocument.inlineCompletion = { dynamicRegistration: false };
  }

  initialize(): void {}

  getState(): FeatureState {
    return { kind: 'static' };
  }

  clear(): void {}
}

/** The library's client, without its provider of inline completions: the extension has its own. */
export class GlossClient extends LanguageClient {
  constructor(server: ServerOptions, middleware: Middleware, output: vscode.LogOutputChannel) {
    super('gloss', 'Gloss', server, options(middleware, output));
    this.registerFeature(new InlineCompletionCapability());
  }

  override registerFeature(feature: StaticFeature | DynamicFeature<unknown>): void {
    const method = 'registrationType' in feature ? feature.registrationType.method : undefined;
    if (method !== INLINE_COMPLETION) {
      super.registerFeature(feature);
    }
  }

  /** Into the output alone: who looks after the process says what happened, once. */
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

function options(middleware: Middleware, output: vscode.LogOutputChannel): LanguageClientOptions {
  return {
    // Which languages a model writes is the server's to know.
    documentSelector: [{ scheme: 'file' }, { scheme: 'untitled' }],
    initializationOptions: EDITOR_DEFAULTS,
    outputChannel: output,
    middleware,
    // What is done about an end is decided by who looks after the process.
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => ({ action: CloseAction.DoNotRestart, handled: true }),
    },
    initializationFailedHandler: () => false,
    // The one who started the process reads what it says.
    stdioOptions: { stdout: () => {}, stderr: () => {} },
  };
}
