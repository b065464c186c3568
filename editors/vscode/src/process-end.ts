import { type ChildProcess, spawn } from 'node:child_process';

/** Milliseconds for each way to end a process; VS Code leaves an extension five seconds in all. */
export interface Waits {
  /** It was asked, over the protocol. */
  asked: number;
  terminated: number;
  killed: number;
}

export const WAITS: Waits = { asked: 2000, terminated: 1000, killed: 500 };

/**
 * Ends a process and all that it started: the launcher may be in Maven, whose end it would wait for.
 * It is over after the waits in any case; nobody should wait for what even the system cannot end.
 *
 * @param isAsked somebody asked it to end by itself
 */
export async function endProcess(
  process: ChildProcess,
  isAsked: boolean,
  waits = WAITS
): Promise<void> {
  if (process.pid === undefined) {
    // It never began.
    return;
  }
  const end = exit(process);
  if (!(isAsked && (await isWithin(end, waits.asked)))) {
    send('SIGTERM', process);
    await isWithin(end, waits.terminated);
  }
  // Where it is gone, what it left behind is not.
  send('SIGKILL', process);
  await isWithin(end, waits.killed);
}

/** Whether a process that began is gone. */
export function isGone({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function exit(process: ChildProcess): Promise<void> {
  return isGone(process)
    ? Promise.resolve()
    : new Promise((resolve) => process.once('exit', () => resolve()));
}

function isWithin(end: Promise<void>, millis: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), millis);
    void end.then(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}

function send(signal: 'SIGTERM' | 'SIGKILL', child: ChildProcess): void {
  if (process.platform === 'win32') {
    if (!isGone(child)) {
      killTree(child);
    }
    return;
  }
  try {
    // It was started as the head of a group of its own.
    process.kill(-Number(child.pid), signal);
  } catch {
    // Nobody is left.
  }
}

/** Windows has no signals, and the end of a process there is not that of those that it started. */
function killTree(child: ChildProcess): void {
  spawn('taskkill', ['/PID', String(child.pid), '/T', '/F'], {
    stdio: 'ignore',
    windowsHide: true,
  }).on('error', () => child.kill());
}
