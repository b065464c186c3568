/** Which of the editor's settings the server is told. */

/**
 * Settings of the server that the editor has, by their names below `gloss`. `gloss.path` is the
 * extension's own.
 */
export const SERVER_SETTINGS = [
  'completion.popup',
  'completion.maxTokens',
  'completion.multiline',
  'completion.eagerness',
  'completion.inComments',
  'hover.enabled',
  'hover.budgetMillis',
  'explain.reasoning',
  'explain.thinkTokens',
  'explain.answerTokens',
  'explain.model',
  'model',
  'languages',
  'context.projectFiles',
  'context.exclude',
  'privacy.gitignore',
] as const;

/** What is told at the start: where this editor differs from the server's defaults. */
export const EDITOR_DEFAULTS = {
  // Ghost text is what is shown here; the list belongs to the languages' own servers.
  completion: { popup: false },
  // For the panel; it goes to this editor's process and no further.
  trace: true,
};

export type Settings = { [name: string]: unknown };

/**
 * The settings that somebody made, as the server reads them. The defaults that the editor knows are
 * left out: they would hide what stands in the person's own `gloss.json`.
 *
 * @param valueOf what was set for a name below `gloss`, `undefined` where nobody set it
 */
export function explicitSettings(valueOf: (name: string) => unknown): Settings {
  const settings: Settings = {};
  for (const name of SERVER_SETTINGS) {
    const value = valueOf(name);
    if (value !== undefined) {
      put(settings, name.split('.'), value);
    }
  }
  return settings;
}

function put(into: Settings, [first, ...rest]: string[], value: unknown): void {
  if (first === undefined) {
    return;
  }
  if (rest.length === 0) {
    into[first] = value;
    return;
  }
  const child = (into[first] ??= {}) as Settings;
  put(child, rest, value);
}

/** What the editor knows of one setting, as `WorkspaceConfiguration.inspect` tells it. */
export interface Inspected {
  globalValue?: unknown;
  workspaceValue?: unknown;
  workspaceFolderValue?: unknown;
}

/** The value that somebody set: the nearest wins, objects are laid over one another. */
export function explicitValue(inspected: Inspected | undefined): unknown {
  const values = [
    inspected?.globalValue,
    inspected?.workspaceValue,
    inspected?.workspaceFolderValue,
  ].filter((value) => value !== undefined);
  return values.length > 0 && values.every(isObject) ? Object.assign({}, ...values) : values.at(-1);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a language is switched off: by its own switch, or by that of all others. */
export function isLanguageOff(languages: unknown, language: string): boolean {
  const switches = isObject(languages) ? (languages as Record<string, unknown>) : {};
  return (switches[language] ?? switches['*']) === false;
}

export interface Change {
  scope: 'workspace' | 'person';
  /** All switches of that scope. */
  switches: Record<string, unknown>;
}

/**
 * Turns the switch of a language, as it is by all scopes together. It is written where the workspace
 * has switches of its own there, else in the person's settings. A language that comes back is left to
 * the server again, unless a switch of another scope, or that of all languages, would keep it off.
 */
export function turnLanguage(inspected: Inspected | undefined, language: string): Change {
  const isWorkspaces = inspected?.workspaceValue !== undefined;
  const changed = isWorkspaces ? 'workspaceValue' : 'globalValue';
  const switches = asSwitches(inspected?.[changed]);
  const isOff = () => isLanguageOff(explicitValue({ ...inspected, [changed]: switches }), language);
  if (!isOff()) {
    switches[language] = false;
  } else {
    delete switches[language];
    if (isOff()) {
      switches[language] = true;
    }
  }
  return { scope: isWorkspaces ? 'workspace' : 'person', switches };
}

function asSwitches(value: unknown): Record<string, unknown> {
  return isObject(value) ? { ...(value as Record<string, unknown>) } : {};
}
