import * as vscode from 'vscode';
import {
  type Change,
  explicitSettings,
  explicitValue,
  isLanguageOff,
  type Settings,
  turnLanguage,
} from './core/settings';

const SECTION = 'gloss';

function section(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration(SECTION);
}

/** What somebody set, as the server reads it. */
export function settingsForServer(): Settings {
  const configuration = section();
  return explicitSettings((name) => explicitValue(configuration.inspect(name)));
}

/** The setting `gloss.path`; empty where nobody set it. */
export function launcherSetting(): string {
  return section().get('path', '');
}

export function eagerness(): string {
  return section().get('completion.eagerness', 'balanced');
}

export function languageOff(language: string): boolean {
  return isLanguageOff(explicitValue(section().inspect('languages')), language);
}

/** Written in the workspace's settings if they have a value, else in the person's. */
export async function chooseEagerness(value: string): Promise<void> {
  const name = 'completion.eagerness';
  const inWorkspace = section().inspect(name)?.workspaceValue !== undefined;
  await section().update(name, value, target(inWorkspace ? 'workspace' : 'person'));
}

export async function toggleLanguage(language: string): Promise<void> {
  const { scope, switches } = turnLanguage(section().inspect('languages'), language);
  await section().update('languages', switches, target(scope));
}

function target(scope: Change['scope']): vscode.ConfigurationTarget {
  return scope === 'workspace'
    ? vscode.ConfigurationTarget.Workspace
    : vscode.ConfigurationTarget.Global;
}

export function onDidChange(name: string, listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(name ? `${SECTION}.${name}` : SECTION)) {
      listener();
    }
  });
}
