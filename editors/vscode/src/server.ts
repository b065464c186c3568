import type { ChildProcess } from 'node:child_process';
import * as vscode from 'vscode';
import { ending, LastWords, LineCutter } from './core/launch';
import type { TraceEvent } from './core/history';
import { Restarts } from './core/restarts';
import type { Phase, ServerStatus } from './core/status';
import type { Conversation, Talk } from './gloss-client';
import type { Machine } from './launcher';
import { isGone, WAITS } from './process-end';

const ARGUMENTS = ['lsp', '--stdio'];
/** How long after the conversation the end of the process may come, and after that its last words. */
const LAST_WORDS_MILLIS = 1000;

/** One life of the process, and the conversation with it. */
interface Run {
  client: Conversation;
  process: ChildProcess;
  words: LastWords;
  ready: boolean;
  /** Nobody answers any more. */
  silent: boolean;
  /** It is being ended by us, or is over: what happens to it is no news. */
  over: boolean;
}

/**
 * The process of Gloss and the conversation with it. A process that ends is started again, later
 * each time; one that never got ready is not, since it would end in the same way. There is one at a
 * time: the next one begins when the one before is gone.
 */
export class Server implements vscode.Disposable {
  private readonly phaseChanged = new vscode.EventEmitter<Phase>();
  private readonly traced = new vscode.EventEmitter<TraceEvent>();
  private readonly began = new vscode.EventEmitter<void>();
  private readonly restarts = new Restarts();
  private run: Run | undefined;
  private timer: NodeJS.Timeout | undefined;
  private current: Phase = { kind: 'idle' };
  private isWanted = false;
  private isDisposed = false;
  /** The ends of processes that are not gone yet. */
  private leaving: Promise<void> | undefined;
  /** On the way to what is wanted; what is wanted may change meanwhile. */
  private settling: Promise<void> | undefined;

  readonly onPhase = this.phaseChanged.event;
  readonly onTrace = this.traced.event;
  /** A new process is there; what the one before said is history. */
  readonly onBegin = this.began.event;

  constructor(
    private readonly machine: Machine,
    private readonly converse: (talk: Pick<Talk, 'process' | 'onClosed'>) => Conversation,
    private readonly output: Pick<vscode.LogOutputChannel, 'info' | 'error'>
  ) {}

  get phase(): Phase {
    return this.current;
  }

  /** The conversation, while there is one. */
  get client(): Conversation | undefined {
    return this.run?.ready && !this.run.silent ? this.run.client : undefined;
  }

  /** The first time; a server that ended by itself is left to {@link restart}. */
  startOnce(): void {
    if (this.current.kind === 'idle' && !this.settling) {
      this.isWanted = true;
      this.begin();
    }
  }

  /** Somebody wants it anew. */
  restart(): Promise<void> {
    this.restarts.forget();
    this.isWanted = true;
    return this.settle();
  }

  /** Another program is meant from now on; where none was wanted, none starts. */
  async replace(): Promise<void> {
    if (this.isWanted) {
      await this.restart();
    }
  }

  stop(): Promise<void> {
    this.isWanted = false;
    return this.settle();
  }

  dispose(): void {
    this.isDisposed = true;
    clearTimeout(this.timer);
    this.phaseChanged.dispose();
    this.traced.dispose();
    this.began.dispose();
  }

  /** Ends what there is, and then begins what is wanted by then. */
  private settle(): Promise<void> {
    return (this.settling ??= this.change());
  }

  private async change(): Promise<void> {
    clearTimeout(this.timer);
    if (this.run) {
      this.leave(this.run);
    }
    if (this.leaving) {
      this.become({ kind: 'stopping' });
    }
    await this.leaving;
    this.settling = undefined;
    if (this.isWanted) {
      this.begin();
    } else {
      this.become({ kind: 'idle' });
    }
  }

  private begin(): void {
    try {
      const location = this.machine.find();
      if (location.found) {
        this.output.info(
          `Starting ${location.launcher} ${ARGUMENTS.join(' ')} (found by ${location.by})`
        );
        this.launch(location.launcher);
      } else {
        this.output.error(location.message);
        this.become({ kind: 'missing', message: location.message });
      }
    } catch (error) {
      if (this.run) {
        this.leave(this.run);
      }
      const message = `Gloss cannot be started: ${(error as Error).message}`;
      this.output.error(message);
      this.become({ kind: 'ended', message });
    }
  }

  private launch(launcher: string): void {
    const client = this.converse({
      process: () => run.process,
      onClosed: () => this.closed(run),
    });
    const run: Run = {
      client,
      process: this.machine.run(launcher, ARGUMENTS),
      words: new LastWords(),
      ready: false,
      silent: false,
      over: false,
    };
    this.run = run;
    this.become({ kind: 'starting' });
    this.follow(run);
    this.listen(run);
    client.start().then(
      () => this.answered(run),
      (error: Error) => this.lost(run, error.message)
    );
  }

  private answered(run: Run): void {
    if (run.over) {
      return;
    }
    run.ready = true;
    this.began.fire();
    if (this.current.kind === 'starting') {
      this.become({ kind: 'running' });
    }
  }

  private listen(run: Run): void {
    run.client.onNotification('$/gloss/status', (status: ServerStatus) => {
      if (!run.over) {
        this.become({ kind: 'running', status });
      }
    });
    run.client.onNotification('$/gloss/trace', (event: TraceEvent) => {
      if (!run.over) {
        this.traced.fire(event);
      }
    });
  }

  private follow(run: Run): void {
    const { process } = run;
    const lines = new LineCutter((line) => this.heard(run, line));
    process.stderr?.setEncoding('utf8').on('data', (text: string) => lines.push(text));
    process.on('error', (error) => this.failed(run, error.message));
    // 'close' comes when what it said was read, 'exit' before, and alone where something that it
    // started still holds its streams.
    process.on('exit', () => this.lost(run, ''));
    process.on('close', (code, signal) => {
      lines.end();
      this.failed(run, ending(code, signal, run.words.why));
    });
  }

  private heard(run: Run, line: string): void {
    run.words.add(line);
    if (!this.isDisposed) {
      this.output.info(line);
    }
    if (!run.over && this.current.kind === 'starting' && run.words.doing) {
      this.become({ kind: 'starting', doing: run.words.doing });
    }
  }

  private closed(run: Run): void {
    run.silent = true;
    this.lost(run, 'Gloss closed the conversation, though its process goes on.');
  }

  /** Something broke. Where the process ended, its last words say more about it. */
  private lost(run: Run, message: string): void {
    setTimeout(() => {
      const { exitCode, signalCode } = run.process;
      this.failed(run, isGone(run.process) ? ending(exitCode, signalCode, run.words.why) : message);
    }, LAST_WORDS_MILLIS);
  }

  /** The run is over, though nobody had asked for that. */
  private failed(run: Run, message: string): void {
    if (run.over) {
      return;
    }
    this.leave(run);
    this.output.error(message);
    const wait = this.restarts.ended(Date.now(), run.ready);
    if (wait === undefined) {
      this.become({ kind: 'ended', message });
      return;
    }
    this.become({ kind: 'waiting', message, seconds: Math.ceil(wait / 1000) });
    this.timer = setTimeout(() => void this.settle(), wait);
  }

  private leave(run: Run): void {
    run.over = true;
    this.run = undefined;
    const leaving = Promise.all([this.leaving, this.end(run)]).then(() => {
      if (this.leaving === leaving) {
        this.leaving = undefined;
      }
    });
    this.leaving = leaving;
  }

  private async end(run: Run): Promise<void> {
    // The library cannot end a conversation that did not begin, or is over.
    const isAsked = run.ready && !run.silent;
    // Where the other end is gone already, that is what was wanted; nothing keeps the next one from beginning.
    await Promise.allSettled([
      run.client.dispose(WAITS.asked),
      this.machine.end(run.process, isAsked),
    ]);
  }

  private become(phase: Phase): void {
    this.current = phase;
    this.phaseChanged.fire(phase);
  }
}
