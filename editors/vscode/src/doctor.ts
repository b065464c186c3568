import type { ChildProcess } from 'node:child_process';
import * as vscode from 'vscode';
import { ending, LineCutter } from './core/launch';
import type { Machine } from './launcher';

/** `gloss doctor`, and what it says. */
export class Doctor implements vscode.Disposable {
  private readonly output = vscode.window.createOutputChannel('Gloss Doctor');
  private examination: Promise<void> | undefined;
  private process: ChildProcess | undefined;
  private isDisposed = false;

  constructor(private readonly machine: Machine) {}

  /** One at a time: who asks meanwhile is shown the one that runs. */
  run(): Promise<void> {
    this.output.show(true);
    return (this.examination ??= this.examine().finally(() => (this.examination = undefined)));
  }

  dispose(): void {
    this.isDisposed = true;
    this.output.dispose();
    if (this.process) {
      void this.machine.end(this.process, false);
    }
  }

  private async examine(): Promise<void> {
    this.output.clear();
    try {
      const location = this.machine.find();
      if (!location.found) {
        this.say(location.message);
        return;
      }
      this.say(`${location.launcher} doctor`);
      await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Window, title: 'Gloss doctor' },
        () => this.follow(location.launcher)
      );
    } catch (error) {
      this.say((error as Error).message);
    }
  }

  private follow(launcher: string): Promise<void> {
    return new Promise((resolve) => {
      const process = this.machine.run(launcher, ['doctor']);
      this.process = process;
      const done = (message?: string) => {
        this.process = undefined;
        if (message !== undefined) {
          this.say(message);
        }
        resolve();
      };
      process.stdin?.end();
      for (const stream of [process.stdout, process.stderr]) {
        const lines = new LineCutter((line) => this.say(line));
        stream?.setEncoding('utf8').on('data', (text: string) => lines.push(text));
        stream?.on('end', () => lines.end());
      }
      process.on('error', (error) => done(error.message));
      process.on('close', (code, signal) =>
        done(code === 0 ? undefined : ending(code, signal, undefined))
      );
    });
  }

  private say(line: string): void {
    if (!this.isDisposed) {
      this.output.appendLine(line);
    }
  }
}
