/** Where the program is: where the person says, on `PATH`, or beside the extension. */

/** What is asked of the file system; tests have one of their own. */
export interface Files {
  isFile(path: string): boolean;
  isExecutable(path: string): boolean;
}

export interface Surroundings {
  /** The setting `gloss.path`; empty where nobody set it. */
  setting: string;
  /** Environment of the editor's process. */
  env: Record<string, string | undefined>;
  home: string;
  extensionFolder: string;
  platform: NodeJS.Platform;
  files: Files;
  /** Path functions of the platform. */
  path: Pick<
    typeof import('node:path'),
    'join' | 'isAbsolute' | 'delimiter' | 'resolve' | 'basename'
  >;
}

export type Location =
  | { found: true; launcher: string; by: 'setting' | 'path' | 'beside' }
  | { found: false; message: string };

/**
 * Finds the launcher. A setting that points nowhere is an error, not a reason to look elsewhere:
 * whoever set it means that file.
 */
export function locate(around: Surroundings): Location {
  const setting = around.setting.trim();
  if (setting) {
    return fromSetting(setting, around);
  }
  return (
    fromPath(around) ??
    beside(around) ?? {
      found: false,
      message:
        'Gloss was not found: put its folder on PATH, or name its launcher in the setting gloss.path.',
    }
  );
}

function fromSetting(setting: string, around: Surroundings): Location {
  const { path, home } = around;
  const named = /^~(?=[\\/]|$)/.test(setting) ? path.join(home, setting.slice(1)) : setting;
  if (!path.isAbsolute(named)) {
    return {
      found: false,
      message: `The setting gloss.path is '${setting}': expected an absolute path, or one that begins with ~.`,
    };
  }
  // Whoever has a clone may name its folder.
  const launcher = [named, ...inFolder(named, around)].find((file) => canRun(file, around));
  if (launcher) {
    return { found: true, launcher, by: 'setting' };
  }
  return {
    found: false,
    message: around.files.isFile(named)
      ? `The setting gloss.path is '${setting}': that file cannot be executed.`
      : `The setting gloss.path is '${setting}': there is no launcher of Gloss.`,
  };
}

function fromPath(around: Surroundings): Location | undefined {
  const { env, path } = around;
  const folders = (env.PATH ?? env.Path ?? '').split(path.delimiter);
  for (const folder of folders) {
    // A relative entry means the folder that happens to be open, which must not name programs.
    const launcher =
      path.isAbsolute(folder) && inFolder(folder, around).find((file) => canRun(file, around));
    if (launcher) {
      return { found: true, launcher, by: 'path' };
    }
  }
  return undefined;
}

/** In the extension's folder, or where that folder is `editors/vscode` of a clone. */
function beside(around: Surroundings): Location | undefined {
  const { path, extensionFolder } = around;
  const launcher = [extensionFolder, path.resolve(extensionFolder, '..', '..')]
    .flatMap((folder) => inFolder(folder, around))
    .find((file) => canRun(file, around));
  return launcher ? { found: true, launcher, by: 'beside' } : undefined;
}

function inFolder(folder: string, { platform, path }: Surroundings): string[] {
  const names = platform === 'win32' ? ['gloss.cmd', 'gloss.exe'] : ['gloss'];
  return names.map((name) => path.join(folder, name));
}

function canRun(file: string, { files, platform }: Surroundings): boolean {
  // Windows has no such permission; what can be run is told by its ending.
  return platform === 'win32'
    ? files.isFile(file) && /\.(cmd|bat|exe)$/i.test(file)
    : files.isFile(file) && files.isExecutable(file);
}
