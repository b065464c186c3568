/** As much of VS Code as the tests need: the bundles of the tests have this module under its name. */

type Listener<T> = (value: T) => void;

export class EventEmitter<T> {
  private readonly listeners = new Set<Listener<T>>();

  readonly event = (listener: Listener<T>) => {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  };

  fire(value: T): void {
    this.listeners.forEach((listener) => listener(value));
  }

  dispose(): void {
    this.listeners.clear();
  }
}

export class Uri {
  static parse(text: string): Uri {
    return new Uri(text);
  }

  static joinPath(base: Uri, ...names: string[]): Uri {
    return new Uri([base, ...names].join('/'));
  }

  private constructor(private readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

export class Range {
  constructor(readonly numbers: number[]) {}
}

export const ConfigurationTarget = { Global: 1, Workspace: 2, WorkspaceFolder: 3 };
export const ProgressLocation = { Window: 10 };

/** Values by scope and name, as `settings.json` of the person and of the workspace have them. */
export const settings = {
  person: {} as Record<string, unknown>,
  workspace: {} as Record<string, unknown>,
};

export const workspace = {
  getConfiguration: (section: string) => ({
    inspect: (name: string) => ({
      globalValue: settings.person[`${section}.${name}`],
      workspaceValue: settings.workspace[`${section}.${name}`],
    }),
    get: (name: string, otherwise: unknown) =>
      settings.workspace[`${section}.${name}`] ??
      settings.person[`${section}.${name}`] ??
      otherwise,
    async update(name: string, value: unknown, target: number) {
      const scope = target === ConfigurationTarget.Workspace ? 'workspace' : 'person';
      settings[scope][`${section}.${name}`] = value;
    },
  }),
};

/** What a person saw, the oldest first. */
export const seen: string[] = [];

export const window = {
  showInformationMessage: (message: string) => seen.push(message),
  withProgress: (_options: unknown, task: () => unknown) => task(),
  createOutputChannel: () => ({
    clear: () => seen.push('(clear)'),
    show: () => seen.push('(show)'),
    appendLine: (line: string) => seen.push(line),
    dispose() {},
  }),
};

export const commands = {
  executeCommand: async () => undefined,
};

export const env = {
  async openExternal(uri: Uri) {
    seen.push(`(browser) ${uri}`);
    return true;
  },
};
