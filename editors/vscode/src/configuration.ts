import * as vscode from 'vscode';
import {
  explicitSettings,
  explicitValue,
  isLanguageOff,
  type Settings,
  switchLanguage,
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
  return isLanguageOff(section().get('languages'), language);
}

export async function chooseEagerness(value: string): Promise<void> {
  await write('completion.eagerness', () => value);
}

export async function toggleLanguage(language: string): Promise<void> {
  await write('languages', (languages) => switchLanguage(languages, language));
}

/** Writes where the value comes from: in the workspace's settings if they have one, else in the person's. */
async function write(name: string, next: (value: unknown) => unknown): Promise<void> {
  const inspected = section().inspect(name);
  const inWorkspace = inspected?.workspaceValue !== undefined;
  await section().update(
    name,
    next(inWorkspace ? inspected.workspaceValue : inspected?.globalValue),
    inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global
  );
}

export function onDidChange(name: string, listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(name ? `${SECTION}.${name}` : SECTION)) {
      listener();
    }
  });
}
