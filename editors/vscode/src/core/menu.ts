/** What a click on the status bar offers. */

import type { Situation } from './status';

export type Choice =
  | 'pause'
  | 'language'
  | 'eagerness'
  | 'explain'
  | 'panel'
  | 'browser'
  | 'doctor'
  | 'restart'
  | 'output'
  | 'path';

export interface MenuItem {
  choice: Choice;
  label: string;
  description?: string;
}

/** What can be done now, the likeliest first. */
export function menu(situation: Situation): MenuItem[] {
  const running = situation.phase.kind === 'running';
  return [...(running ? whileRunning(situation) : trouble(situation)), ...always()];
}

function whileRunning({ paused, language, languageOff, eagerness }: Situation): MenuItem[] {
  const languageItem: MenuItem[] = language
    ? [
        {
          choice: 'language',
          label: languageOff
            ? `$(circle-large) Switch on in ${language}`
            : `$(circle-slash) Switch off in ${language}`,
        },
      ]
    : [];
  return [
    paused
      ? { choice: 'pause', label: '$(debug-start) Resume' }
      : { choice: 'pause', label: '$(debug-pause) Pause', description: 'in this window' },
    ...languageItem,
    { choice: 'eagerness', label: '$(settings) Eagerness', description: eagerness },
    ...(language
      ? [{ choice: 'explain', label: '$(comment) Explain the method or the selection' } as const]
      : []),
    { choice: 'panel', label: '$(layout-sidebar-left) Show the panel' },
    { choice: 'browser', label: '$(link-external) Open the panel in the browser' },
  ];
}

function trouble({ phase }: Situation): MenuItem[] {
  return phase.kind === 'missing'
    ? [{ choice: 'path', label: '$(folder-opened) Say where Gloss is', description: 'gloss.path' }]
    : [];
}

function always(): MenuItem[] {
  return [
    {
      choice: 'doctor',
      label: '$(pulse) Run the doctor',
      description: 'what works here, and what to do',
    },
    { choice: 'restart', label: '$(debug-restart) Restart' },
    { choice: 'output', label: '$(output) Show the output' },
  ];
}

export interface EagernessItem {
  label: string;
  description: string;
}

/** The values of `completion.eagerness` in words. */
export const EAGERNESS: EagernessItem[] = [
  { label: 'quiet', description: 'shows what is kept in one of two cases at least' },
  { label: 'balanced', description: 'in three of ten' },
  { label: 'eager', description: 'in one of six or seven' },
];
