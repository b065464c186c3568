/** What the status bar says: one line, and below the pointer the rest. */

/** Parameters of `$/gloss/status`. */
export interface ServerStatus {
  state: 'loading' | 'ready' | 'busy' | 'failed';
  model?: string;
  explainModel?: string;
  backend?: string;
  message?: string;
  quiet?: { reason: string; message: string };
  kept?: { shown: number; kept: number };
  index?: string;
}

/** Where the server's process is in its life. */
export type Phase =
  | { kind: 'idle' }
  | { kind: 'missing'; message: string }
  | { kind: 'starting'; doing?: string }
  | { kind: 'running'; status?: ServerStatus }
  | { kind: 'waiting'; message: string; seconds: number }
  /** The process before still ends; two would need memory for two models. */
  | { kind: 'stopping' }
  | { kind: 'ended'; message: string };

/** Everything that decides what is shown. */
export interface Situation {
  phase: Phase;
  paused: boolean;
  /** The language of the file in front. */
  language?: string;
  languageOff: boolean;
  eagerness: string;
}

export interface BarView {
  text: string;
  /** Lines of plain text. */
  tooltip: string[];
  tone: 'normal' | 'warning' | 'error';
}

export function barView(situation: Situation): BarView {
  const { phase } = situation;
  switch (phase.kind) {
    case 'idle':
      return view('$(circle-outline) Gloss', ['Gloss starts with the first file.']);
    case 'missing':
      return view('$(error) Gloss', [phase.message], 'error');
    case 'starting':
      return view('$(loading~spin) Gloss', [phase.doing ?? 'Gloss is starting.']);
    case 'waiting':
      return view(
        '$(warning) Gloss',
        [phase.message, `It starts again in ${phase.seconds} s.`],
        'warning'
      );
    case 'stopping':
      return view('$(loading~spin) Gloss', ['Gloss is ending.']);
    case 'ended':
      return view('$(error) Gloss', [phase.message], 'error');
    case 'running':
      return runningView(situation, phase.status);
  }
}

function runningView(situation: Situation, status: ServerStatus | undefined): BarView {
  const facts = statusLines(status);
  if (status?.state === 'failed') {
    return view(
      '$(error) Gloss',
      [status.message ?? 'The model could not be loaded.', ...facts],
      'error'
    );
  }
  if (situation.paused) {
    return view('$(debug-pause) Gloss', ['Paused: silent unless asked by a key.', ...facts]);
  }
  if (situation.languageOff) {
    return view('$(circle-slash) Gloss', [
      `Switched off in ${situation.language ?? 'this language'}.`,
      ...facts,
    ]);
  }
  if (!status || status.state === 'loading') {
    return view('$(loading~spin) Gloss', [
      status?.message ?? 'The model is being loaded.',
      ...facts,
    ]);
  }
  const name = status.model ? `Gloss: ${status.model}` : 'Gloss';
  const icon = status.state === 'busy' ? '$(loading~spin)' : quietIcon(status);
  const lines = status.message ? [status.message, ...facts] : facts;
  return view(`${icon} ${name}`, lines.length > 0 ? lines : ['Ready.']);
}

/** A silence has a mark of its own, so that nobody wonders whether it works. */
function quietIcon({ quiet }: ServerStatus): string {
  return quiet ? '$(comment)' : '$(check)';
}

function statusLines(status: ServerStatus | undefined): string[] {
  if (!status) {
    return [];
  }
  const { model, explainModel, backend, quiet, kept, index } = status;
  return [
    model && `Completes: ${model}${backend ? ` (${backend})` : ''}`,
    explainModel && `Explains: ${explainModel}`,
    quiet && `Nothing shown last: ${quiet.message}`,
    kept && `Kept: ${kept.kept} of ${kept.shown} suggestions`,
    index,
  ].filter((line): line is string => Boolean(line));
}

function view(text: string, tooltip: string[], tone: BarView['tone'] = 'normal'): BarView {
  return { text, tooltip, tone };
}
