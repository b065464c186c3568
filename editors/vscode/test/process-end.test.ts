import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { after, test } from 'node:test';
import { runGloss } from '../src/launcher';
import { endProcess, type Waits } from '../src/process-end';

const folder = mkdtempSync(path.join(tmpdir(), 'gloss-end-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const LONG = 60_000;
const options = {
  skip: process.platform === 'win32' ? 'there are neither signals nor sh' : false,
  timeout: 20_000,
};

/** Starts a script, which says when it is ready. */
async function run(script: string): Promise<ChildProcess> {
  const launcher = path.join(folder, 'gloss');
  writeFileSync(launcher, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const child = runGloss(launcher, []);
  await once(child.stdout!, 'data');
  return child;
}

/** Ends it; once nobody holds its standard output any more, its children are gone, too. */
async function check(
  script: string,
  isAsked: boolean,
  waits: Waits,
  expected: { code: number | null; signal: string | null }
): Promise<void> {
  const child = await run(script);
  const closed = once(child, 'close');
  child.stdin?.end();
  await endProcess(child, isAsked, waits);
  const [code, signal] = await closed;
  assert.deepEqual({ code, signal }, expected);
}

test('who ignores what it is told is killed, with its child', options, () =>
  check(
    "trap '' TERM; sleep 60 & echo ready; wait",
    true,
    { asked: 1, terminated: 1, killed: LONG },
    { code: null, signal: 'SIGKILL' }
  )
);

test('a launcher that waits for what it runs ends in its own way', options, () =>
  check(
    // What it runs says so: a signal between the shell's own commands is another case.
    "trap 'exit 7' TERM; sh -c 'echo ready; exec sleep 60'",
    false,
    { asked: LONG, terminated: LONG, killed: LONG },
    { code: 7, signal: null }
  )
);

test('what a process leaves behind ends after it', options, () =>
  check(
    'sleep 60 & echo ready; read line; exit 0',
    true,
    { asked: LONG, terminated: LONG, killed: LONG },
    { code: 0, signal: null }
  )
);

test('a process that is gone, or never began, needs no waiting', options, async () => {
  const never = runGloss(path.join(folder, 'none'), []);
  await once(never, 'error');
  await endProcess(never, true, { asked: LONG, terminated: LONG, killed: LONG });
  const gone = await run('echo ready');
  await once(gone, 'close');
  await endProcess(gone, true, { asked: LONG, terminated: LONG, killed: LONG });
});
