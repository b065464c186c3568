import * as vscode from 'vscode';
import { barView, type BarView, type Situation } from './core/status';

const COLOURS: Record<BarView['tone'], string | undefined> = {
  normal: undefined,
  warning: 'statusBarItem.warningBackground',
  error: 'statusBarItem.errorBackground',
};

export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem(
    'gloss.status',
    vscode.StatusBarAlignment.Right,
    100
  );

  constructor() {
    this.item.name = 'Gloss';
    this.item.command = 'gloss.menu';
  }

  show(situation: Situation): void {
    const { text, tooltip, tone } = barView(situation);
    const colour = COLOURS[tone];
    this.item.text = text;
    this.item.tooltip = [...tooltip, '', 'Click for more.'].join('\n');
    this.item.backgroundColor = colour === undefined ? undefined : new vscode.ThemeColor(colour);
    this.item.accessibilityInformation = { label: `Gloss. ${tooltip.join('. ')}`, role: 'button' };
    this.item.show();
  }

  dispose(): void {
    this.item.dispose();
  }
}
