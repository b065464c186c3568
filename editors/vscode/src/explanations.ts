import * as vscode from 'vscode';
import { isTakenBack } from './core/suggestions';
import { PANEL_VIEW, type PlaceInFile } from './panel-view';
import type { Server } from './server';

const EXECUTE = 'workspace/executeCommand';

/** Asks for explanations; the panel shows them while they are written. */
export class Explanations {
  constructor(private readonly server: Pick<Server, 'client'>) {}

  /** The selection in front, or the method around the cursor. */
  async explainHere(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor) {
      const { start, end } = editor.selection;
      await this.explain({ uri: editor.document.uri.toString(), range: { start, end } });
    }
  }

  async explain(place: { uri: string; range: PlaceInFile }): Promise<void> {
    if (!this.client()) {
      return;
    }
    await showPanel();
    await vscode.window.withProgress({ location: { viewId: PANEL_VIEW } }, () =>
      this.ask('gloss.explain', place)
    );
  }

  cancel(request: string): void {
    void this.ask('gloss.cancel', request);
  }

  /** The answer is the panel's address. */
  async openInBrowser(): Promise<void> {
    const address = await this.ask('gloss.openPanel');
    if (typeof address !== 'string') {
      return;
    }
    if (!(await vscode.env.openExternal(vscode.Uri.parse(address, true)))) {
      tell(`Gloss: the panel is at ${address}`);
    }
  }

  /** The conversation; where there is none, it says so. */
  private client(): Server['client'] {
    const { client } = this.server;
    if (!client) {
      tell('Gloss is not ready yet.');
    }
    return client;
  }

  /** What the server answers; nothing where that was said to whoever asked. */
  private async ask(command: string, ...args: unknown[]): Promise<unknown> {
    try {
      return await this.client()?.sendRequest(EXECUTE, { command, arguments: args });
    } catch (error) {
      if (!isTakenBack(error)) {
        tell(`Gloss: ${(error as Error).message}`);
      }
      return undefined;
    }
  }
}

function tell(message: string): void {
  void vscode.window.showInformationMessage(message);
}

/** Brings the panel to the front; the cursor stays where it is. */
export async function showPanel(): Promise<void> {
  await vscode.commands.executeCommand(`${PANEL_VIEW}.focus`, { preserveFocus: true });
}

/** Shows a place that the panel tells of. */
export async function jumpTo({ uri, range }: { uri: string; range: PlaceInFile }): Promise<void> {
  const selection = new vscode.Range(
    range.start.line,
    range.start.character,
    range.end.line,
    range.end.character
  );
  try {
    await vscode.window.showTextDocument(vscode.Uri.parse(uri), { selection });
  } catch (error) {
    tell(`Gloss: ${(error as Error).message}`);
  }
}
