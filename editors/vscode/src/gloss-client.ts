import type { ChildProcess } from 'node:child_process';
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

/** What is used of the conversation with a process; tests have one of their own. */
export type Conversation = Pick<
  GlossClient,
  'start' | 'dispose' | 'onNotification' | 'sendRequest' | 'code2ProtocolConverter'
>;

/** What a conversation needs. */
export interface Talk {
  /** The process, once the conversation begins. */
  process: () => ChildProcess;
  middleware: Middleware;
  output: vscode.LogOutputChannel;
  /** The other end stopped listening or speaking, without having been asked to. */
  onClosed: () => void;
}

/** The library's client, without its provider of inline completions: the extension has its own. */
export class GlossClient extends LanguageClient {
  constructor(talk: Talk) {
    // Detached: how the process ends is not the library's business.
    const server = async () => ({ process: talk.process(), detached: true });
    super('gloss', 'Gloss', server, options(talk));
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

function options({ middleware, output, onClosed }: Talk): LanguageClientOptions {
  return {
    // Which languages a model writes is the server's to know.
    documentSelector: [{ scheme: 'file' }, { scheme: 'untitled' }],
    initializationOptions: EDITOR_DEFAULTS,
    outputChannel: output,
    middleware,
    // What is done about an end is decided by who looks after the process.
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed() {
        onClosed();
        return { action: CloseAction.DoNotRestart, handled: true };
      },
    },
    initializationFailedHandler: () => false,
    // The one who started the process reads what it says.
    stdioOptions: { stdout: () => {}, stderr: () => {} },
  };
}
