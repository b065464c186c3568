import assert from 'node:assert/strict';
import * as path from 'node:path';
import { test } from 'node:test';
import { locate, type Surroundings } from '../src/core/locate';

/** Linux, with the given files; those whose name ends in `!` cannot be executed. */
function around(files: string[], more: Partial<Surroundings> = {}): Surroundings {
  return {
    setting: '',
    env: { PATH: '/usr/bin:/opt/gloss' },
    home: '/home/ada',
    extensionFolder: '/home/ada/.vscode/extensions/gloss',
    platform: 'linux',
    path: path.posix,
    files: {
      isFile: (file) => files.includes(file) || files.includes(`${file}!`),
      isExecutable: (file) => files.includes(file),
    },
    ...more,
  };
}

function check(surroundings: Surroundings, expected: string): void {
  const location = locate(surroundings);
  assert.equal(location.found ? `${location.by} ${location.launcher}` : location.message, expected);
}

test('the setting wins over PATH', () =>
  check(around(['/a/gloss', '/opt/gloss/gloss'], { setting: '/a/gloss' }), 'setting /a/gloss'));

test('the setting may name a folder, from home on', () =>
  check(
    around(['/home/ada/src/gloss/gloss'], { setting: '~/src/gloss' }),
    'setting /home/ada/src/gloss/gloss'
  ));

test('a setting that points nowhere is not passed over', () =>
  check(
    around(['/opt/gloss/gloss'], { setting: '/gone/gloss' }),
    "The setting gloss.path is '/gone/gloss': there is no launcher of Gloss."
  ));

test('a setting that names a file without permission says so', () =>
  check(
    around(['/a/gloss!'], { setting: '/a/gloss' }),
    "The setting gloss.path is '/a/gloss': that file cannot be executed."
  ));

test('a relative setting is refused, since the open folder must not name programs', () =>
  check(
    around(['bin/gloss'], { setting: 'bin/gloss' }),
    "The setting gloss.path is 'bin/gloss': expected an absolute path, or one that begins with ~."
  ));

test('PATH is looked through in its order', () =>
  check(around(['/opt/gloss/gloss', '/usr/bin/gloss']), 'path /usr/bin/gloss'));

test('relative folders and files without permission on PATH are passed over', () =>
  check(
    around(['gloss', './gloss', '/usr/bin/gloss!', '/opt/gloss/gloss'], {
      env: { PATH: '.::/usr/bin:/opt/gloss' },
    }),
    'path /opt/gloss/gloss'
  ));

test('beside the extension, and in the clone that it is part of', () => {
  check(
    around(['/home/ada/.vscode/extensions/gloss/gloss']),
    'beside /home/ada/.vscode/extensions/gloss/gloss'
  );
  check(
    around(['/src/gloss/gloss'], { extensionFolder: '/src/gloss/editors/vscode' }),
    'beside /src/gloss/gloss'
  );
});

test('nowhere: says what to do', () =>
  check(
    around([]),
    'Gloss was not found: put its folder on PATH, or name its launcher in the setting gloss.path.'
  ));

test('Windows: by the ending, under the name that it has there', () =>
  check(
    around(['C:\\gloss\\gloss.cmd!'], {
      platform: 'win32',
      path: path.win32,
      env: { Path: 'C:\\Windows;C:\\gloss' },
    }),
    'path C:\\gloss\\gloss.cmd'
  ));
