import * as vscode from 'vscode';
import { isTakenBack } from './core/suggestions';
import { PANEL_VIEW, type PlaceInFile } from './panel-view';
import type { Server } from './server';

const EXECUTE = 'workspace/executeCommand';

/** Asks for explanations; the panel shows them while they are written. */
export class Explanations {
  private browserIsWanted = false;

  constructor(private readonly server: Server) {}

  /** The selection in front, or the method around the cursor. */
  async explainHere(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor) {
      const { start, end } = editor.selection;
      await this.explain({ uri: editor.document.uri.toString(), range: { start, end } });
    }
  }

  async explain(place: { uri: string; range: PlaceInFile }): Promise<void> {
    const { client } = this.server;
    if (!client) {
      void vscode.window.showInformationMessage('Gloss is not ready yet.');
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

  async openInBrowser(): Promise<void> {
    this.browserIsWanted = true;
    await this.ask('gloss.openPanel');
    this.browserIsWanted = false;
  }

  /**
   * The server opens its page when somebody asks for an explanation, for editors that have no panel
   * of their own. This one has.
   */
  opensItself(url: { external?: boolean }): boolean {
    return url.external !== true || this.browserIsWanted;
  }

  private async ask(command: string, ...args: unknown[]): Promise<void> {
    try {
      await this.server.client?.sendRequest(EXECUTE, { command, arguments: args });
    } catch (error) {
      if (!isTakenBack(error)) {
        void vscode.window.showInformationMessage(`Gloss: ${(error as Error).message}`);
      }
    }
  }
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
    void vscode.window.showInformationMessage(`Gloss: ${(error as Error).message}`);
  }
}
