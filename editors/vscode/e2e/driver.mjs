/** A workbench in a browser, in the words of somebody who looks at it. */

import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { chromium } from 'playwright-core';
import { answers, freePort, programBelow } from './machine.mjs';

const HERE = import.meta.dirname;
const CODE_SERVER = join(HERE, 'node_modules', '.bin', 'code-server');
const PATIENCE_MILLIS = 60_000;
const LOOK_AGAIN_MILLIS = 100;
const SILENCE_MILLIS = 5000;

const SETTINGS = {
  'security.workspace.trust.enabled': false,
  'chat.disableAIFeatures': true,
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Dark Modern',
  'telemetry.telemetryLevel': 'off',
  'files.autoSave': 'off',
};

/** The place behind the first time that the text stands there; lines and columns from 1 on. */
export function cursorAt(text, piece) {
  const lines = text.slice(0, text.indexOf(piece) + piece.length).split('\n');
  return { line: lines.length, column: lines.at(-1).length + 1 };
}

export class Workbench {
  static async open({ launcher, extension, files }) {
    const folder = mkdtempSync(join(tmpdir(), 'gloss-workbench-'));
    const project = join(folder, 'project');
    mkdirSync(project);
    writeSettings(folder, 'User', SETTINGS);
    // Where the program is belongs to the machine, and this workbench is a remote one.
    writeSettings(folder, 'Machine', { 'gloss.path': launcher });
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(project, name), text);
    }
    const workbench = new Workbench(folder, project);
    try {
      await workbench.begin(extension);
    } catch (error) {
      console.error(workbench.log());
      await workbench.close();
      throw error;
    }
    return workbench;
  }

  constructor(folder, project) {
    this.folder = folder;
    this.project = project;
    /** What the browser did not let pages do. */
    this.refusals = [];
    this.output = '';
    this.env = {
      ...process.env,
      // code-server takes the first Node there is.
      PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
      // Neither the settings nor the caches of whoever runs this.
      XDG_CONFIG_HOME: join(folder, 'config'),
      XDG_CACHE_HOME: join(folder, 'cache'),
    };
    this.arguments = [
      ...['--config', join(folder, 'code-server.yaml')],
      ...['--user-data-dir', join(folder, 'data')],
      ...['--extensions-dir', join(folder, 'extensions')],
    ];
  }

  async begin(extension) {
    writeFileSync(join(this.folder, 'code-server.yaml'), '');
    execFileSync(CODE_SERVER, [...this.arguments, '--install-extension', extension], {
      env: this.env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const port = await freePort();
    this.server = spawn(
      CODE_SERVER,
      [
        ...this.arguments,
        ...['--bind-addr', `127.0.0.1:${port}`, '--auth', 'none'],
        ...['--disable-telemetry', '--disable-update-check', this.project],
      ],
      { env: this.env, stdio: ['ignore', 'pipe', 'pipe'] }
    );
    for (const stream of [this.server.stdout, this.server.stderr]) {
      stream.on('data', (data) => (this.output += data));
    }
    await this.until(() => answers(`http://127.0.0.1:${port}/healthz`));
    this.browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
    });
    this.page = await this.browser.newPage({ viewport: { width: 1200, height: 720 } });
    this.page.setDefaultTimeout(PATIENCE_MILLIS);
    this.page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text()) && /panel/.test(message.location().url)) {
        this.refusals.push(message.text());
      }
    });
    await this.page.goto(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(this.project)}`);
    await this.page.waitForSelector('.monaco-workbench');
  }

  async close() {
    await this.browser?.close();
    this.server?.kill();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }

  /** What the extension and the workbench wrote down. */
  log() {
    const logs = join(this.folder, 'data', 'logs');
    const files = existsSync(logs)
      ? execFileSync('find', [logs, '-name', '*Gloss*.log'], { encoding: 'utf8' }).split('\n')
      : [];
    const texts = files.filter(Boolean).map((file) => readFileSync(file, 'utf8'));
    return [this.output, ...texts].join('\n');
  }

  /** Waits until something is so, or has a value. */
  async until(found, what = String(found)) {
    const end = performance.now() + PATIENCE_MILLIS;
    for (;;) {
      const value = await found();
      if (value) {
        return value;
      }
      if (performance.now() > end) {
        throw new Error(`waited in vain: ${what}`);
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MILLIS));
    }
  }

  async showFile(name) {
    await this.page.locator(`.explorer-folders-view >> text=${name}`).dblclick();
    await this.page.waitForSelector('.monaco-editor .view-line');
  }

  async command(title) {
    await this.page.keyboard.press('F1');
    await this.take(title);
  }

  /** Takes what a list offers under these words. */
  async take(label) {
    await this.page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    await this.page.keyboard.type(label);
    const rows = this.page.locator('.quick-input-list .monaco-list-row');
    await rows.filter({ hasText: label }).first().click();
  }

  /** Puts the cursor somewhere. */
  async goTo({ line, column }) {
    await this.page.locator('.monaco-editor .view-lines').first().click();
    await this.page.keyboard.press('Control+g');
    await this.page.keyboard.type(`${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.until(async () => (await this.column()) === column, `column ${column}`);
  }

  /** The column of the cursor, as the status bar tells it. */
  async column() {
    const place = await this.page.locator('#status\\.editor\\.selection').textContent();
    return Number(place?.match(/Col (\d+)/)?.[1]);
  }

  /** The line of the cursor; ghost text is not part of it. */
  line() {
    return this.page.evaluate(() => {
      const { top, height } = document
        .querySelector('.cursors-layer .cursor')
        .getBoundingClientRect();
      const line = [...document.querySelectorAll('.view-lines .view-line')].find((each) => {
        const box = each.getBoundingClientRect();
        return box.top <= top + height / 2 && top + height / 2 < box.bottom;
      });
      const copy = line.cloneNode(true);
      copy.querySelectorAll('[class*=ghost-text]').forEach((ghost) => ghost.remove());
      return copy.textContent.replaceAll('\u00a0', ' ').trim();
    });
  }

  /** The ghost text behind the cursor now, if there is any. */
  ghostNow() {
    return this.page.evaluate(() => {
      const parts = [...document.querySelectorAll('.view-lines [class*=ghost-text-decoration]')];
      const text = parts.map((part) => part.textContent).join('');
      return text.replaceAll('\u00a0', ' ') || undefined;
    });
  }

  ghostText() {
    return this.until(() => this.ghostNow(), 'ghost text');
  }

  /** Nothing comes, for as long as something would have come by then. */
  async silence() {
    await new Promise((resolve) => setTimeout(resolve, SILENCE_MILLIS));
    const ghost = await this.ghostNow();
    if (ghost) {
      throw new Error(`expected silence, saw ${ghost}`);
    }
  }

  noGhostText() {
    return this.until(async () => !(await this.ghostNow()), 'no ghost text');
  }

  /** The text of the first such element, once it is as wanted. */
  text(selector, wanted) {
    return this.until(async () => {
      const texts = await this.page.locator(selector).allTextContents();
      return texts.find((text) => wanted.test(text));
    }, `${selector} ${wanted}`);
  }

  statusBar(wanted) {
    return this.text('[id*="gloss.status"]', wanted);
  }

  /** Clicks on the status bar and chooses what begins so. */
  async choose(label) {
    await this.clickStatusBar();
    await this.take(label);
  }

  async clickStatusBar() {
    await this.page.locator('[id*="gloss.status"]').click();
  }

  /** The first such element in the panel's own page, once its text is as wanted. */
  panel(selector, wanted) {
    return this.until(async () => {
      for (const frame of this.page.frames()) {
        const element = frame.locator(selector).first();
        const text = await element.textContent({ timeout: LOOK_AGAIN_MILLIS }).catch(() => '');
        if (wanted.test(text)) {
          return element;
        }
      }
      return undefined;
    }, `panel ${selector} ${wanted}`);
  }

  /** Ends the program as a crash would. */
  killServer() {
    process.kill(programBelow(this.server.pid), 'SIGKILL');
  }
}

function writeSettings(folder, whose, settings) {
  const place = join(folder, 'data', whose);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'settings.json'), JSON.stringify(settings));
}
