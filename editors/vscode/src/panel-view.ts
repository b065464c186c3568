import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { type TraceEvent, TraceHistory } from './core/history';
import { type PanelRequest, panelPage, panelRequest } from './core/panel-page';
import type { Phase } from './core/status';

export const PANEL_VIEW = 'gloss.panel';

/** Messages are passed on together, a few times while a picture is drawn. */
const GATHER_MILLIS = 16;

/** What the view can have done for its reader. */
export interface PanelActions {
  cancel(request: string): void;
  retry(place: { uri: string; range: PlaceInFile }): void;
  jump(place: { uri: string; range: PlaceInFile }): void;
}

export type PlaceInFile = Extract<PanelRequest, { action: 'jump' }>['range'];

/** The panel in the side bar: the server's own components, fed with `$/gloss/trace`. */
export class PanelView implements vscode.WebviewViewProvider, vscode.Disposable {
  private readonly history = new TraceHistory();
  private view: vscode.WebviewView | undefined;
  private isReady = false;
  private outbox: unknown[] = [];
  private timer: NodeJS.Timeout | undefined;
  private run = 0;
  private phase: Phase = { kind: 'idle' };

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly actions: PanelActions
  ) {}

  /** Another process: its requests have the names of the one before. */
  begin(): void {
    this.run++;
    this.history.clear();
    this.post(this.hello());
  }

  trace(event: TraceEvent): void {
    this.post(this.history.add(event));
  }

  show(phase: Phase): void {
    this.phase = phase;
    if (phase.kind !== 'running') {
      // Who wrote is gone: a card that runs would run for ever.
      this.post(...this.history.abandon('Gloss ended before this did.'));
    }
    this.post(...statusMessages(phase));
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const root = vscode.Uri.joinPath(this.extensionUri, 'dist', 'panel');
    const at = (name: string) => view.webview.asWebviewUri(vscode.Uri.joinPath(root, name));
    this.view = view;
    this.isReady = false;
    view.webview.options = { enableScripts: true, localResourceRoots: [root] };
    view.webview.onDidReceiveMessage((message) => {
      if (this.view === view) {
        this.take(panelRequest(message));
      }
    });
    view.onDidDispose(() => {
      // Another one may have taken its place already.
      if (this.view === view) {
        this.view = undefined;
        this.isReady = false;
      }
    });
    view.webview.html = panelPage({
      source: view.webview.cspSource,
      nonce: randomBytes(16).toString('base64'),
      script: at('panel.js').toString(),
      styles: ['base.css', 'panel.css', 'vscode.css'].map((name) => at(name).toString()),
    });
  }

  dispose(): void {
    clearTimeout(this.timer);
  }

  private take(request: PanelRequest | undefined): void {
    switch (request?.action) {
      case 'ready':
        // A page begins with the whole history; what waited to be sent is in it.
        this.isReady = true;
        this.outbox = [];
        this.post(this.hello(), ...statusMessages(this.phase), ...this.history.events());
        break;
      case 'cancel':
        this.actions.cancel(request.request);
        break;
      case 'retry':
        this.actions.retry(request);
        break;
      case 'jump':
        this.actions.jump(request);
        break;
    }
  }

  private hello() {
    return { kind: 'hello', server: String(this.run) };
  }

  private post(...messages: unknown[]): void {
    if (!this.isReady) {
      return;
    }
    this.outbox.push(...messages);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      const gathered = this.outbox;
      this.outbox = [];
      void this.view?.webview.postMessage(gathered);
    }, GATHER_MILLIS);
  }
}

/** The life of the process in the panel's words. */
function statusMessages(phase: Phase): unknown[] {
  switch (phase.kind) {
    case 'running':
      return [
        { kind: 'connection', state: 'open' },
        { kind: 'status', ...(phase.status ?? { state: 'loading' }) },
      ];
    case 'idle':
    case 'stopping':
    case 'starting':
      return [{ kind: 'connection', state: 'connecting' }];
    case 'waiting':
      return [{ kind: 'connection', state: 'lost' }];
    case 'missing':
    case 'ended':
      return [
        { kind: 'connection', state: 'open' },
        { kind: 'status', state: 'failed', message: phase.message },
      ];
  }
}
