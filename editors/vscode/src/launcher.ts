import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import * as path from 'node:path';
import { type ChildProcess, spawn } from 'node:child_process';
import { commandLine } from './core/launch';
import { type Files, type Location, locate } from './core/locate';
import { endProcess } from './process-end';

const DISK: Files = {
  isFile: (file) => holds(() => statSync(file).isFile()),
  isExecutable: (file) =>
    holds(() => {
      accessSync(file, constants.X_OK);
      return true;
    }),
};

/** What cannot be looked at is not there: `PATH` may name a file, or another person's folder. */
function holds(look: () => boolean): boolean {
  try {
    return look();
  } catch {
    return false;
  }
}

/** Where the program runs; tests have a machine of their own. */
export interface Machine {
  find(): Location;
  run(launcher: string, args: readonly string[]): ChildProcess;
  /** Ends a process in bounded time; `isAsked` where somebody asked it to end by itself. */
  end(process: ChildProcess, isAsked: boolean): Promise<void>;
}

/**
 * @param setting tells the person's `gloss.path`, empty where there is none
 */
export function thisMachine(setting: () => string, extensionFolder: string): Machine {
  return {
    find: () => findLauncher(setting(), extensionFolder),
    run: runGloss,
    end: (process, isAsked) => endProcess(process, isAsked),
  };
}

/**
 * Finds Gloss on this machine.
 *
 * @param setting of the person, empty where there is none
 */
export function findLauncher(setting: string, extensionFolder: string): Location {
  return locate({
    setting,
    env: process.env,
    home: homedir(),
    extensionFolder,
    platform: process.platform,
    files: DISK,
    path,
  });
}

/**
 * Starts Gloss with pipes for all of its streams; it belongs to whoever starts it, who ends it by
 * `endProcess`.
 */
export function runGloss(launcher: string, args: readonly string[]): ChildProcess {
  const line = commandLine(launcher, args, process.platform);
  return spawn(line.file, line.args, {
    // Not the folder that is open: nothing in it should decide what runs.
    cwd: homedir(),
    stdio: ['pipe', 'pipe', 'pipe'],
    // The head of a group, so that it can be ended with all that it starts. On Windows it would have
    // a window of its own.
    detached: process.platform !== 'win32',
    windowsHide: true,
    windowsVerbatimArguments: line.verbatim,
  });
}
