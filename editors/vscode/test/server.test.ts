import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Phase } from '../src/core/status';
import type { Conversation } from '../src/gloss-client';
import { Server } from '../src/server';
import { FakeMachine, turn } from './machine';

/** A conversation that begins, breaks and ends as a test says. */
class FakeConversation {
  readonly handlers = new Map<string, (parameters: unknown) => void>();
  answer: () => void = () => {};
  refuse: (error: Error) => void = () => {};

  constructor(readonly close: () => void) {}

  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.answer = resolve;
      this.refuse = reject;
    });
  }

  onNotification(method: string, handler: (parameters: unknown) => void): void {
    this.handlers.set(method, handler);
  }

  async dispose(): Promise<void> {
    throw new Error('is ending, too');
  }
}

class Scene {
  readonly machine = new FakeMachine();
  readonly conversations: FakeConversation[] = [];
  readonly phases: Phase[] = [];
  readonly server: Server;

  constructor(private readonly context: TestContext) {
    context.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
    this.server = new Server(
      this.machine,
      ({ onClosed }) => {
        this.conversations.push(new FakeConversation(onClosed));
        return this.last as unknown as Conversation;
      },
      { info() {}, error() {} }
    );
    this.server.onPhase((phase) => this.phases.push(phase));
  }

  get last(): FakeConversation {
    return this.conversations.at(-1)!;
  }

  async running(): Promise<void> {
    this.last.answer();
    await turn();
    this.isIn('running');
  }

  async pass(millis: number): Promise<void> {
    this.context.mock.timers.tick(millis);
    await turn();
  }

  /** The phase now, and how many processes there ever were. */
  isIn(kind: Phase['kind'], processes = this.machine.processes.length): void {
    assert.equal(this.server.phase.kind, kind);
    assert.equal(this.machine.processes.length, processes);
  }

  says(message: string): void {
    assert.equal((this.server.phase as { message?: string }).message, message);
  }
}

test('it starts once, tells what the launcher does, and runs when it answers', async (t) => {
  const scene = new Scene(t);
  scene.server.startOnce();
  scene.server.startOnce();
  scene.machine.last.stderr.write('gloss: building ...\n');
  await turn();
  assert.deepEqual(scene.phases, [
    { kind: 'starting' },
    { kind: 'starting', doing: 'building ...' },
  ]);
  assert.equal(scene.server.client, undefined);
  await scene.running();
  assert.ok(scene.server.client);
  const status = { state: 'ready', model: 'nano' };
  scene.last.handlers.get('$/gloss/status')?.(status);
  assert.deepEqual(scene.server.phase, { kind: 'running', status });
  scene.isIn('running', 1);
});

test('whatever is thrown at the start is told, and can be tried again', async (t) => {
  const scene = new Scene(t);
  const { find } = scene.machine;
  scene.machine.find = () => {
    throw new Error('no such disk');
  };
  scene.server.startOnce();
  scene.isIn('ended', 0);
  scene.says('Gloss cannot be started: no such disk');
  scene.machine.find = () => ({ found: false, message: 'nowhere' });
  await scene.server.restart();
  scene.isIn('missing', 0);
  scene.machine.find = find;
  await scene.server.restart();
  scene.isIn('starting', 1);
});

test('while one ends none begins, however often it is asked for', async (t) => {
  const scene = new Scene(t);
  scene.server.startOnce();
  await scene.running();
  void scene.server.restart();
  await turn();
  scene.isIn('stopping', 1);
  void scene.server.restart();
  scene.server.startOnce();
  await turn();
  scene.isIn('stopping', 1);
  assert.deepEqual(
    scene.machine.ending.map(({ isAsked }) => isAsked),
    [true]
  );
  await scene.machine.finishEnding();
  scene.isIn('starting', 2);
  await scene.running();
});

test('a restart and the first file at once begin one', async (t) => {
  const scene = new Scene(t);
  void scene.server.restart();
  scene.server.startOnce();
  await turn();
  scene.isIn('starting', 1);
});

test('a window that closes during a restart starts nothing', async (t) => {
  const scene = new Scene(t);
  scene.server.startOnce();
  await scene.running();
  void scene.server.restart();
  const stopped = scene.server.stop();
  await scene.machine.finishEnding();
  await stopped;
  scene.isIn('idle', 1);
});

test('one that did not answer yet is ended without being asked, and is no news', async (t) => {
  const scene = new Scene(t);
  scene.server.startOnce();
  const stopped = scene.server.stop();
  assert.equal(scene.machine.ending[0]?.isAsked, false);
  scene.last.refuse(new Error('connection lost'));
  await scene.machine.last.close(null, 'SIGTERM');
  await scene.machine.finishEnding();
  await stopped;
  await scene.pass(60_000);
  scene.isIn('idle', 1);
});

test('one that ends is started again, later each time, and after five times left alone', async (t) => {
  const scene = new Scene(t);
  scene.server.startOnce();
  for (const seconds of [1, 2, 4, 8, 16]) {
    await scene.running();
    await scene.machine.last.close(3);
    assert.deepEqual(scene.server.phase, {
      kind: 'waiting',
      message: 'Gloss ended with code 3.',
      seconds,
    });
    await scene.machine.finishEnding();
    await scene.pass(seconds * 1000 - 1);
    scene.isIn('waiting');
    await scene.pass(1);
    scene.isIn('starting');
  }
  await scene.running();
  await scene.machine.last.close(3);
  await scene.machine.finishEnding();
  await scene.pass(60_000);
  scene.isIn('ended', 6);
  await scene.server.restart();
  scene.isIn('starting', 7);
});

test('one that never answered is not started again, and says why it ended', async (t) => {
  const scene = new Scene(t);
  scene.server.startOnce();
  scene.machine.last.stderr.write('gloss: no JDK 25 found\n');
  scene.last.refuse(new Error('connection was disposed'));
  await scene.machine.last.close(1);
  scene.isIn('ended', 1);
  scene.says('Gloss ended with code 1: no JDK 25 found');
});

test('a conversation that cannot begin ends its process', async (t) => {
  const scene = new Scene(t);
  scene.server.startOnce();
  scene.last.refuse(new Error('unknown protocol'));
  await turn();
  await scene.pass(1000);
  scene.isIn('ended', 1);
  scene.says('unknown protocol');
  assert.equal(scene.machine.ending.length, 1);
});

test('one that falls silent has failed: it is ended, and the next waits for that', async (t) => {
  const scene = new Scene(t);
  scene.server.startOnce();
  await scene.running();
  scene.last.close();
  assert.equal(scene.server.client, undefined, 'nobody is asked who does not answer');
  await scene.pass(1000);
  scene.isIn('waiting');
  scene.says('Gloss closed the conversation, though its process goes on.');
  assert.equal(scene.machine.ending[0]?.isAsked, false);
  await scene.pass(1000);
  scene.isIn('stopping', 1);
  await scene.machine.finishEnding();
  scene.isIn('starting', 2);
});

test('one whose streams somebody else holds is gone all the same', async (t) => {
  const scene = new Scene(t);
  scene.server.startOnce();
  scene.machine.last.exit(null, 'SIGKILL');
  await scene.pass(1000);
  scene.isIn('ended', 1);
  scene.says('Gloss ended by SIGKILL.');
  assert.equal(scene.machine.ending.length, 1, 'what it left behind is ended');
});

test('another path replaces what was started, and starts nothing else', async (t) => {
  const scene = new Scene(t);
  await scene.server.replace();
  scene.isIn('idle', 0);
  scene.server.startOnce();
  await scene.running();
  void scene.server.replace();
  await scene.machine.finishEnding();
  scene.isIn('starting', 2);
});
