/** How the program is started, and what it said before it ended. */

export interface CommandLine {
  file: string;
  args: string[];
  /** Windows alone: the arguments are quoted already. */
  verbatim: boolean;
}

/** The command line that runs the launcher; `.cmd` files need the command interpreter. */
export function commandLine(
  launcher: string,
  args: readonly string[],
  platform: NodeJS.Platform
): CommandLine {
  if (platform === 'win32' && /\.(cmd|bat)$/i.test(launcher)) {
    // The outer quotes are taken away by /s, whatever stands between them stays.
    const line = [launcher, ...args].map((word) => `"${word}"`).join(' ');
    return { file: 'cmd.exe', args: ['/d', '/s', '/c', `"${line}"`], verbatim: true };
  }
  return { file: launcher, args: [...args], verbatim: false };
}

/** Cuts a stream of text into lines. */
export class LineCutter {
  private rest = '';

  constructor(private readonly onLine: (line: string) => void) {}

  push(text: string): void {
    const lines = (this.rest + text).split(/\r?\n/);
    this.rest = lines.pop() ?? '';
    lines.forEach((line) => this.onLine(line));
  }

  /** What has no end yet is the last line. */
  end(): void {
    if (this.rest) {
      this.onLine(this.rest);
    }
    this.rest = '';
  }
}

const LAUNCHER = 'gloss: ';

/** The last that a process said on standard error: the launcher speaks in lines that begin with its name. */
export class LastWords {
  private said: string | undefined;
  private launcher: string | undefined;

  add(line: string): void {
    const text = line.trim();
    if (text.startsWith(LAUNCHER)) {
      this.launcher = text.slice(LAUNCHER.length);
    }
    this.said = text || this.said;
  }

  /** What the launcher does now, for somebody who waits. */
  get doing(): string | undefined {
    return this.launcher;
  }

  /** Why it ended, as far as it said so. */
  get why(): string | undefined {
    return this.launcher ?? this.said;
  }
}

/** Tells in a sentence how a process ended. */
export function ending(
  code: number | null,
  signal: string | null,
  why: string | undefined
): string {
  const how = signal ? `by ${signal}` : `with code ${code ?? 'unknown'}`;
  return why ? `Gloss ended ${how}: ${why}` : `Gloss ended ${how}.`;
}
