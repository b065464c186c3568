import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type * as vscode from 'vscode';
import { type PanelActions, PanelView } from '../src/panel-view';
import { Uri } from './vscode';

/** A view, and what its page was sent. */
class FakeView {
  readonly sent: Record<string, unknown>[] = [];
  say: (message: unknown) => void = () => {};
  dispose: () => void = () => {};
  readonly webview = {
    options: {},
    html: '',
    cspSource: 'https://view.example',
    asWebviewUri: (uri: Uri) => uri,
    onDidReceiveMessage: (listener: (message: unknown) => void) => (this.say = listener),
    postMessage: async (messages: Record<string, unknown>[]) => this.sent.push(...messages),
  };

  onDidDispose(listener: () => void): void {
    this.dispose = listener;
  }

  /** What its page was told since the last time, in short. */
  told(): string {
    return this.sent
      .splice(0)
      .map(({ kind, request, state, message }) =>
        [kind, request, state, message].filter(Boolean).join(' ')
      )
      .join(', ');
  }
}

class Scene {
  readonly cancelled: string[] = [];
  readonly panel: PanelView;

  constructor(private readonly context: TestContext) {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const actions: PanelActions = {
      cancel: (request) => this.cancelled.push(request),
      retry() {},
      jump() {},
    };
    this.panel = new PanelView(Uri.parse('file:///extension') as unknown as vscode.Uri, actions);
  }

  open(): FakeView {
    const view = new FakeView();
    this.panel.resolveWebviewView(view as unknown as vscode.WebviewView);
    view.say({ action: 'ready' });
    this.draw();
    return view;
  }

  draw(): void {
    this.context.mock.timers.tick(16);
  }
}

const BEGIN = { kind: 'begin', request: '1', seq: 0, feature: 'explain' };

test('a page begins with what happened, and is told what happens', (t) => {
  const scene = new Scene(t);
  scene.panel.begin();
  scene.panel.show({ kind: 'running', status: { state: 'ready' } });
  scene.panel.trace(BEGIN);
  const view = scene.open();
  assert.equal(view.told(), 'hello, connection open, status ready, begin 1');
  scene.panel.trace({ kind: 'end', request: '1', seq: 1, finish: 'stop' });
  scene.draw();
  assert.equal(view.told(), 'end 1');
  view.say({ action: 'cancel', request: '1' });
  assert.deepEqual(scene.cancelled, ['1']);
});

test('what runs when the process ends has failed, on the page and for the next page', (t) => {
  const scene = new Scene(t);
  scene.panel.show({ kind: 'running', status: { state: 'ready' } });
  scene.panel.trace(BEGIN);
  const view = scene.open();
  view.told();
  scene.panel.show({ kind: 'waiting', message: 'Gloss ended by SIGKILL.', seconds: 1 });
  scene.draw();
  assert.equal(view.told(), 'error 1 Gloss ended before this did., connection lost');
  assert.equal(
    scene.open().told(),
    'hello, connection lost, begin 1, error 1 Gloss ended before this did.'
  );
});

test('a view that goes does not take the next one with it', (t) => {
  const scene = new Scene(t);
  const before = scene.open();
  const view = scene.open();
  view.told();
  before.dispose();
  before.say({ action: 'ready' });
  scene.panel.trace(BEGIN);
  scene.draw();
  assert.equal(view.told(), 'begin 1');
});
