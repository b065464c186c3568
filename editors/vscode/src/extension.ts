import * as vscode from 'vscode';
import * as configuration from './configuration';
import { type Choice, EAGERNESS, menu } from './core/menu';
import type { Phase, Situation } from './core/status';
import { Doctor } from './doctor';
import { Explanations, jumpTo, showPanel } from './explanations';
import { GlossClient } from './gloss-client';
import { InlineCompletions } from './inline-completions';
import { thisMachine } from './launcher';
import { middleware } from './middleware';
import { PANEL_VIEW, PanelView } from './panel-view';
import { Server } from './server';
import { StatusBar } from './status-bar';

let server: Server | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const gloss = new Gloss(context);
  server = gloss.server;
}

/** VS Code waits for this, so that the process ends with the window. */
export async function deactivate(): Promise<void> {
  await server?.stop();
}

/** Puts the parts together. */
class Gloss {
  readonly server: Server;
  private readonly output = vscode.window.createOutputChannel('Gloss', { log: true });
  private readonly bar = new StatusBar();
  private readonly doctor: Doctor;
  private readonly panel: PanelView;
  private readonly explanations: Explanations;
  private paused = false;

  constructor(context: vscode.ExtensionContext) {
    const { extensionPath, extensionUri, subscriptions } = context;
    const isPaused = () => this.paused;
    const machine = thisMachine(configuration.launcherSetting, extensionPath);
    const { output } = this;
    const talk = { output, middleware: middleware(isPaused, () => this.explanations) };
    this.server = new Server(machine, (more) => new GlossClient({ ...talk, ...more }), output);
    this.explanations = new Explanations(this.server);
    this.doctor = new Doctor(machine);
    this.panel = new PanelView(extensionUri, {
      cancel: (request) => this.explanations.cancel(request),
      retry: (place) => void this.explanations.explain(place),
      jump: (place) => void jumpTo(place),
    });
    subscriptions.push(this.output, this.bar, this.doctor, this.panel, this.server);
    subscriptions.push(
      vscode.window.registerWebviewViewProvider(PANEL_VIEW, this.panel),
      vscode.languages.registerInlineCompletionItemProvider(
        [{ scheme: 'file' }, { scheme: 'untitled' }],
        new InlineCompletions(this.server, (document) => this.isSilent(document), this.output)
      )
    );
    this.registerCommands(subscriptions);
    this.listen(subscriptions);
    this.refresh();
    this.startWithFirstFile();
  }

  private registerCommands(subscriptions: vscode.Disposable[]): void {
    const commands: Record<string, () => unknown> = {
      'gloss.menu': () => this.showMenu(),
      'gloss.explainHere': () => this.explanations.explainHere(),
      'gloss.showPanel': () => showPanel(),
      'gloss.openPanelInBrowser': () => this.explanations.openInBrowser(),
      'gloss.togglePause': () => this.togglePause(),
      'gloss.restart': () => this.server.restart(),
      'gloss.doctor': () => this.doctor.run(),
      'gloss.showOutput': () => this.output.show(),
    };
    for (const [name, run] of Object.entries(commands)) {
      subscriptions.push(vscode.commands.registerCommand(name, run));
    }
  }

  private listen(subscriptions: vscode.Disposable[]): void {
    subscriptions.push(
      this.server.onPhase((phase) => this.phaseChanged(phase)),
      this.server.onBegin(() => this.panel.begin()),
      this.server.onTrace((event) => this.panel.trace(event)),
      vscode.window.onDidChangeActiveTextEditor(() => this.refresh()),
      vscode.workspace.onDidOpenTextDocument(() => this.startWithFirstFile()),
      configuration.onDidChange('', () => this.refresh()),
      configuration.onDidChange('path', () => void this.server.replace())
    );
  }

  /** A window without a file needs no model in memory. */
  private startWithFirstFile(): void {
    const schemes = ['file', 'untitled'];
    if (vscode.workspace.textDocuments.some(({ uri }) => schemes.includes(uri.scheme))) {
      this.server.startOnce();
    }
  }

  /** The server may have a text ready that it wrote before the language was switched off. */
  private isSilent({ languageId }: vscode.TextDocument): boolean {
    return this.paused || configuration.languageOff(languageId);
  }

  private situation(): Situation {
    const language = vscode.window.activeTextEditor?.document.languageId;
    return {
      phase: this.server.phase,
      paused: this.paused,
      ...(language !== undefined && { language }),
      languageOff: language !== undefined && configuration.languageOff(language),
      eagerness: configuration.eagerness(),
    };
  }

  private refresh(): void {
    this.bar.show(this.situation());
  }

  private phaseChanged(phase: Phase): void {
    this.refresh();
    this.panel.show(phase);
    void vscode.commands.executeCommand('setContext', 'gloss.running', phase.kind === 'running');
    if (phase.kind === 'missing') {
      void this.offer(phase.message, { 'Open the setting': 'path', 'Show the output': 'output' });
    } else if (phase.kind === 'ended') {
      void this.offer(phase.message, {
        'Run the doctor': 'doctor',
        Restart: 'restart',
        'Show the output': 'output',
      });
    }
  }

  private async offer(message: string, choices: Record<string, Choice>): Promise<void> {
    const chosen = await vscode.window.showErrorMessage(message, ...Object.keys(choices));
    const choice = chosen === undefined ? undefined : choices[chosen];
    if (choice) {
      await this.take(choice);
    }
  }

  private async showMenu(): Promise<void> {
    const situation = this.situation();
    const chosen = await vscode.window.showQuickPick(menu(situation), {
      title: 'Gloss',
      placeHolder: 'What should Gloss do?',
    });
    if (chosen) {
      await this.take(chosen.choice);
    }
  }

  private async take(choice: Choice): Promise<void> {
    switch (choice) {
      case 'pause':
        return this.togglePause();
      case 'language':
        return this.toggleLanguage();
      case 'eagerness':
        return chooseEagerness();
      case 'explain':
        return this.explanations.explainHere();
      case 'panel':
        return showPanel();
      case 'browser':
        return this.explanations.openInBrowser();
      case 'doctor':
        return this.doctor.run();
      case 'restart':
        return this.server.restart();
      case 'output':
        return this.output.show();
      case 'path':
        await vscode.commands.executeCommand('workbench.action.openSettings', 'gloss.path');
    }
  }

  private async toggleLanguage(): Promise<void> {
    const language = vscode.window.activeTextEditor?.document.languageId;
    if (language !== undefined) {
      await configuration.toggleLanguage(language);
    }
  }

  private togglePause(): void {
    this.paused = !this.paused;
    if (this.paused) {
      void vscode.commands.executeCommand('editor.action.inlineSuggest.hide');
    }
    this.refresh();
  }
}

async function chooseEagerness(): Promise<void> {
  const now = configuration.eagerness();
  const chosen = await vscode.window.showQuickPick(
    EAGERNESS.map((item) => ({ ...item, picked: item.label === now })),
    { title: 'Gloss: eagerness', placeHolder: `Which suggestions are shown? Now: ${now}` }
  );
  if (chosen) {
    await configuration.chooseEagerness(chosen.label);
  }
}
