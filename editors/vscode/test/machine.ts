/** A machine whose processes do what a test says. */

import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import type { Location } from '../src/core/locate';
import type { Machine } from '../src/launcher';

const FOUND: Location = { found: true, launcher: '/opt/gloss/gloss', by: 'path' };

export class FakeProcess extends EventEmitter {
  readonly pid = 7;
  exitCode: number | null = null;
  signalCode: string | null = null;
  readonly stdin = new PassThrough();
  readonly stdout = new PassThrough();
  readonly stderr = new PassThrough();

  constructor(readonly args: readonly string[]) {
    super();
  }

  /** It is gone, but something that it started may hold its streams. */
  exit(code: number | null, signal: string | null = null): void {
    this.exitCode = code;
    this.signalCode = signal;
    this.emit('exit', code, signal);
  }

  /** It is gone, and all that it said was read. */
  async close(code: number | null, signal: string | null = null): Promise<void> {
    this.exit(code, signal);
    this.stdout.end();
    this.stderr.end();
    await turn();
    this.emit('close', code, signal);
  }
}

export class FakeMachine implements Machine {
  readonly processes: FakeProcess[] = [];
  /** Those that are being ended, with what makes it so. */
  readonly ending: { process: FakeProcess; isAsked: boolean; finish: () => void }[] = [];
  find: () => Location = () => FOUND;

  run(_launcher: string, args: readonly string[]): ChildProcess {
    const process = new FakeProcess(args);
    this.processes.push(process);
    return process as unknown as ChildProcess;
  }

  end(process: ChildProcess, isAsked: boolean): Promise<void> {
    return new Promise((resolve) =>
      this.ending.push({
        process: process as unknown as FakeProcess,
        isAsked,
        finish: resolve,
      })
    );
  }

  /** All that are being ended are gone. */
  async finishEnding(): Promise<void> {
    this.ending.splice(0).forEach(({ finish }) => finish());
    await turn();
  }

  get last(): FakeProcess {
    return this.processes.at(-1)!;
  }
}

/** What was under way without waiting for anything is done. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
