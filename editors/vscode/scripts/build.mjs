/**
 * Makes the extension, and with `--tests` its tests instead: one file each, with what they use.
 *
 * The panel is made of the server's own scripts and styles, so that there is one panel, not two.
 */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const HERE = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const TOP = resolve(HERE, '..', '..');
const WEB = join(TOP, 'lsp-server', 'src', 'main', 'resources', 'web');
const minify = process.argv.includes('--minify');
process.chdir(HERE);

const COMMON = { bundle: true, target: 'node20', logLevel: 'warning', metafile: true };
const NODE = { ...COMMON, platform: 'node', format: 'cjs', sourcemap: minify ? false : 'linked' };

await (process.argv.includes('--tests') ? buildTests() : buildExtension());

async function buildTests() {
  rmSync('out', { recursive: true, force: true });
  await build({
    ...NODE,
    entryPoints: ['test/*.test.ts', 'test/protocol/*.test.ts'],
    outdir: 'out',
    sourcemap: 'inline',
    // There is none outside of the editor.
    alias: { vscode: join(HERE, 'test', 'vscode.ts') },
  });
}

async function buildExtension() {
  rmSync('dist', { recursive: true, force: true });
  const extension = await build({
    ...NODE,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.js',
    external: ['vscode'],
    minify,
  });
  const panel = await build({
    ...COMMON,
    platform: 'browser',
    format: 'iife',
    target: 'chrome130',
    entryPoints: ['src/panel/main.ts'],
    outfile: 'dist/panel/panel.js',
    plugins: [serverLibraries()],
    minify,
  });
  mkdirSync('dist/panel', { recursive: true });
  for (const style of ['base.css', 'panel.css']) {
    copyFileSync(join(WEB, 'css', style), join('dist', 'panel', style));
  }
  copyFileSync('src/panel/vscode.css', 'dist/panel/vscode.css');
  copyFileSync(join(TOP, 'LICENSE'), 'LICENSE');
  writeFileSync('dist/THIRD-PARTY.txt', licences([extension, panel]));
}

/** What the server hands out below /lib comes from packages of the same name and version here. */
function serverLibraries() {
  return {
    name: 'server-libraries',
    setup(builder) {
      builder.onResolve({ filter: /^\/lib\// }, ({ path }) =>
        builder.resolve(path.split('/')[2], { kind: 'import-statement', resolveDir: HERE })
      );
    },
  };
}

/** The licences of all packages whose code is in the files that were made. */
function licences(results) {
  const packages = new Set(
    results
      .flatMap(({ metafile }) => Object.keys(metafile.inputs))
      .map((input) => input.match(/.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0])
      .filter(Boolean)
  );
  return [...packages].sort().map(licence).join('\n\n');
}

function licence(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((each) => /^licen[sc]e/i.test(each));
  if (!file) {
    throw new Error(`${name} has no text of its licence`);
  }
  const text = readFileSync(join(folder, file), 'utf8').trim();
  return `${name} ${version} (${license})\n\n${text}\n`;
}
