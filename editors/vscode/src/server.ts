import type { ChildProcess } from 'node:child_process';
import * as vscode from 'vscode';
import type { Middleware } from 'vscode-languageclient/node';
import { launcherSetting } from './configuration';
import { ending, LastWords, LineCutter } from './core/launch';
import type { TraceEvent } from './core/history';
import { Restarts } from './core/restarts';
import type { Phase, ServerStatus } from './core/status';
import { GlossClient } from './gloss-client';
import { findLauncher, runGloss } from './launcher';

const ARGUMENTS = ['lsp', '--stdio'];
/** How long a process may take to end by itself. */
const GRACE_MILLIS = 3000;
/** How long after the conversation the end of the process may come. */
const LAST_WORDS_MILLIS = 1000;

/** One life of the process, and the conversation with it. */
interface Run {
  client: GlossClient;
  process?: ChildProcess;
  words: LastWords;
  ready: boolean;
  /** It is being ended by us, or is over: what happens to it is no news. */
  over: boolean;
}

/**
 * The process of Gloss and the conversation with it. A process that ends is started again, later
 * each time; one that never got ready is not, since it would end in the same way.
 */
export class Server implements vscode.Disposable {
  private readonly phaseChanged = new vscode.EventEmitter<Phase>();
  private readonly traced = new vscode.EventEmitter<TraceEvent>();
  private readonly began = new vscode.EventEmitter<void>();
  private readonly restarts = new Restarts();
  private run: Run | undefined;
  private timer: NodeJS.Timeout | undefined;
  private current: Phase = { kind: 'idle' };

  readonly onPhase = this.phaseChanged.event;
  readonly onTrace = this.traced.event;
  /** A new process is there; what the one before said is history. */
  readonly onBegin = this.began.event;

  constructor(
    private readonly extensionFolder: string,
    private readonly middleware: Middleware,
    private readonly output: vscode.LogOutputChannel
  ) {}

  get phase(): Phase {
    return this.current;
  }

  /** The conversation, while there is one. */
  get client(): GlossClient | undefined {
    return this.run?.ready ? this.run.client : undefined;
  }

  /** The first time; a server that ended by itself is left to {@link restart}. */
  async startOnce(): Promise<void> {
    if (this.current.kind === 'idle') {
      await this.start();
    }
  }

  /** Somebody wants it anew. */
  async restart(): Promise<void> {
    this.restarts.forget();
    await this.stop();
    await this.start();
  }

  async stop(): Promise<void> {
    clearTimeout(this.timer);
    const run = this.run;
    this.run = undefined;
    this.become({ kind: 'idle' });
    if (run) {
      await end(run);
    }
  }

  dispose(): void {
    this.phaseChanged.dispose();
    this.traced.dispose();
    this.began.dispose();
  }

  private async start(): Promise<void> {
    if (this.run) {
      // Two wanted it at once.
      return;
    }
    const location = findLauncher(launcherSetting(), this.extensionFolder);
    if (!location.found) {
      this.output.error(location.message);
      this.become({ kind: 'missing', message: location.message });
      return;
    }
    const { launcher } = location;
    this.output.info(`Starting ${launcher} ${ARGUMENTS.join(' ')} (found by ${location.by})`);
    this.become({ kind: 'starting' });
    const run: Run = {
      client: new GlossClient(async () => this.spawn(run, launcher), this.middleware, this.output),
      words: new LastWords(),
      ready: false,
      over: false,
    };
    this.run = run;
    this.listen(run);
    try {
      await run.client.start();
    } catch (error) {
      // Where the process ended, its last words say more than that the conversation broke.
      setTimeout(() => this.failed(run, (error as Error).message), LAST_WORDS_MILLIS);
      return;
    }
    if (this.run === run && !run.over) {
      run.ready = true;
      this.began.fire();
      if (this.current.kind === 'starting') {
        this.become({ kind: 'running' });
      }
    }
  }

  private listen(run: Run): void {
    run.client.onNotification('$/gloss/status', (status: ServerStatus) => {
      if (this.run === run && !run.over) {
        this.become({ kind: 'running', status });
      }
    });
    run.client.onNotification('$/gloss/trace', (event: TraceEvent) => {
      if (this.run === run) {
        this.traced.fire(event);
      }
    });
  }

  private spawn(run: Run, launcher: string): ChildProcess {
    const process = runGloss(launcher, ARGUMENTS);
    run.process = process;
    const lines = new LineCutter((line) => this.heard(run, line));
    process.stderr?.setEncoding('utf8').on('data', (text: string) => lines.push(text));
    process.on('error', (error) => this.failed(run, error.message));
    // 'close' comes when what it said was read, 'exit' may come before.
    process.on('close', (code, signal) => {
      lines.end();
      this.failed(run, ending(code, signal, run.words.why));
    });
    return process;
  }

  private heard(run: Run, line: string): void {
    run.words.add(line);
    this.output.info(line);
    if (this.run === run && this.current.kind === 'starting' && run.words.doing) {
      this.become({ kind: 'starting', doing: run.words.doing });
    }
  }

  /** The run is over, though nobody had asked for that. */
  private failed(run: Run, message: string): void {
    if (run.over) {
      return;
    }
    void end(run);
    if (this.run !== run) {
      return;
    }
    this.run = undefined;
    this.output.error(message);
    const wait = this.restarts.ended(Date.now(), run.ready);
    if (wait === undefined) {
      this.become({ kind: 'ended', message });
      return;
    }
    this.become({ kind: 'waiting', message, seconds: Math.ceil(wait / 1000) });
    this.timer = setTimeout(() => void this.start(), wait);
  }

  private become(phase: Phase): void {
    this.current = phase;
    this.phaseChanged.fire(phase);
  }
}

/** Ends a run politely, and then for certain. */
async function end(run: Run): Promise<void> {
  run.over = true;
  const gone = exit(run.process);
  if (!run.ready) {
    // The library cannot end a conversation that did not begin.
    run.process?.kill();
  }
  try {
    await run.client.dispose(GRACE_MILLIS);
  } catch {
    // The other end is gone already, which is what was wanted.
  }
  await gone;
}

/** The end of a process, which is brought about where it does not come by itself. */
function exit(process: ChildProcess | undefined): Promise<void> {
  const isGone =
    process?.pid === undefined || process.exitCode !== null || process.signalCode !== null;
  if (isGone) {
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    const timer = setTimeout(() => process.kill(), GRACE_MILLIS);
    process.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
