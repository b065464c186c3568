import * as vscode from 'vscode';
import { launcherSetting } from './configuration';
import { LineCutter } from './core/launch';
import { findLauncher, runGloss } from './launcher';

/** `gloss doctor`, and what it says. */
export class Doctor implements vscode.Disposable {
  private readonly output = vscode.window.createOutputChannel('Gloss Doctor');

  constructor(private readonly extensionFolder: string) {}

  async run(): Promise<void> {
    this.output.clear();
    this.output.show(true);
    const location = findLauncher(launcherSetting(), this.extensionFolder);
    if (!location.found) {
      this.output.appendLine(location.message);
      return;
    }
    this.output.appendLine(`${location.launcher} doctor`);
    await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: 'Gloss doctor' },
      () => this.follow(location.launcher)
    );
  }

  private follow(launcher: string): Promise<void> {
    return new Promise((resolve) => {
      const process = runGloss(launcher, ['doctor']);
      process.stdin?.end();
      for (const stream of [process.stdout, process.stderr]) {
        const lines = new LineCutter((line) => this.output.appendLine(line));
        stream?.setEncoding('utf8').on('data', (text: string) => lines.push(text));
        stream?.on('end', () => lines.end());
      }
      process.on('error', (error) => {
        this.output.appendLine(error.message);
        resolve();
      });
      process.on('close', () => resolve());
    });
  }

  dispose(): void {
    this.output.dispose();
  }
}
