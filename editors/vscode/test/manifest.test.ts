import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { EAGERNESS } from '../src/core/menu';
import { EDITOR_DEFAULTS, SERVER_SETTINGS } from '../src/core/settings';

interface Property {
  default?: unknown;
  enum?: string[];
  minimum?: number;
  maximum?: number;
}

// Tests are run in the extension's folder.
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const properties: Record<string, Property> = manifest.contributes.configuration.properties;
const rows = settingsOfTheServer(readFileSync('../../docs/settings.md', 'utf8'));

/** Default and meaning by name, of the table in `docs/settings.md`. */
function settingsOfTheServer(text: string): Map<string, { value: string; meaning: string }> {
  return new Map(
    [...text.matchAll(/^\| (`[^|]+) \| ([^|]+) \| (.+) \|$/gm)].map(
      ([, names = '', value = '', meaning = '']) => [names.replaceAll('`', ''), { value, meaning }]
    )
  );
}

test('the settings are those that the server is told, and where it is', () =>
  assert.deepEqual(
    Object.keys(properties).sort(),
    ['path', ...SERVER_SETTINGS].map((name) => `gloss.${name}`).sort()
  ));

for (const name of SERVER_SETTINGS) {
  test(`${name} is as docs/settings.md says`, () => {
    const row = rows.get(name);
    const property = properties[`gloss.${name}`];
    assert.ok(row && property, `docs/settings.md has no row ${name}`);
    if (name === 'completion.popup') {
      // The one in which this editor differs.
      assert.equal(property.default, EDITOR_DEFAULTS.completion.popup);
    } else if (property.default !== undefined) {
      assert.equal(row.value.match(/`([^`]*)`/)?.[1], JSON.stringify(property.default));
    }
    for (const value of property.enum ?? []) {
      assert.ok(row.meaning.includes(`"${value}"`), `${value} is not documented`);
    }
    if (property.maximum !== undefined) {
      assert.ok(row.meaning.includes(`${property.minimum} to ${property.maximum}`));
    }
  });
}

test('a workspace cannot say what is run, nor in one that is not trusted what is read', () => {
  assert.equal(manifest.contributes.configuration.properties['gloss.path'].scope, 'machine');
  const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
  const decidesWhatIsRead = /^(privacy|context)\.|^model$|\.model$/;
  assert.deepEqual(
    [...restrictedConfigurations].sort(),
    SERVER_SETTINGS.filter((name) => decidesWhatIsRead.test(name))
      .map((name) => `gloss.${name}`)
      .sort()
  );
});

test('files that lie on no disk are not promised, since no provider takes them', () =>
  assert.equal(manifest.capabilities.virtualWorkspaces.supported, false));

test('Tab and Escape are left to VS Code, which knows when they are meant', () => {
  const keys: string[] = manifest.contributes.keybindings.map(({ key }: { key: string }) => key);
  keys.forEach((key) => assert.doesNotMatch(key, /tab|escape/));
});

test('every command is registered', () => {
  const source = readFileSync('src/extension.ts', 'utf8');
  for (const { command } of manifest.contributes.commands) {
    assert.ok(source.includes(`'${command}':`), command);
  }
});

test('the values of eagerness are those of the setting', () =>
  assert.deepEqual(
    EAGERNESS.map(({ label }) => label),
    properties['gloss.completion.eagerness']?.enum
  ));

test('the files that the manifest names are there', () => {
  const media = JSON.stringify(manifest).match(/media\/[\w/.-]+/g) ?? [];
  assert.ok(media.length >= 5);
  media.forEach((file) => readFileSync(file));
});

test('the libraries of the panel are those that the server hands out', () => {
  const pom = readFileSync('../../pom.xml', 'utf8');
  for (const name of ['dompurify', 'marked']) {
    assert.equal(
      manifest.devDependencies[name],
      pom.match(`<${name}\\.version>(.*)</${name}\\.version>`)?.[1],
      name
    );
  }
});

test('the lock file says what is installed, not from where', () =>
  assert.doesNotMatch(readFileSync('package-lock.json', 'utf8'), /"resolved"/));
