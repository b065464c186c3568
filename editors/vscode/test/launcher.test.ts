import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { after, test } from 'node:test';
import { findLauncher } from '../src/launcher';

const folder = mkdtempSync(path.join(tmpdir(), 'gloss-launcher-'));
const pathBefore = process.env.PATH;
after(() => {
  process.env.PATH = pathBefore;
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, mode: number): string {
  const made = path.join(folder, name);
  mkdirSync(path.dirname(made), { recursive: true });
  writeFileSync(made, '#!/bin/sh\n');
  chmodSync(made, mode);
  return made;
}

const skip = process.platform === 'win32' ? 'permissions of files are other ones there' : false;

test('entries of PATH that are no folders are passed over', { skip }, () => {
  const launcher = file('bin/gloss', 0o755);
  const locked = path.dirname(file('locked/gloss', 0o755));
  chmodSync(locked, 0);
  const entries = [file('plain', 0o644), path.join(folder, 'x'.repeat(5000)), locked, '/no/such'];
  process.env.PATH = [...entries, path.dirname(launcher)].join(path.delimiter);
  const location = findLauncher('', path.join(folder, 'extension'));
  chmodSync(locked, 0o700);
  // To the administrator the locked folder is open.
  const expected = process.getuid?.() === 0 ? path.join(locked, 'gloss') : launcher;
  assert.deepEqual(location, { found: true, launcher: expected, by: 'path' });
});

test('a setting that names a file without permission says so', { skip }, () => {
  const setting = file('unable', 0o644);
  assert.deepEqual(findLauncher(setting, folder), {
    found: false,
    message: `The setting gloss.path is '${setting}': that file cannot be executed.`,
  });
});
