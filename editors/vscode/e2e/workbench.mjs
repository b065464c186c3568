/**
 * Drives a real workbench with the packaged extension: type, see, take, explain. It takes a minute; what it
 * needs takes long to install, so nobody runs it but by hand, with Node 24, a C++ compiler and the headers of Kerberos:
 *
 *     npm run package && cd e2e && npm install && npm test
 *
 * `CHROMIUM` names the browser, `GLOSS_LAUNCHER` the program, `SCREENSHOTS` a folder for pictures.
 */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cursorAt, Workbench } from './driver.mjs';

const HERE = import.meta.dirname;
const LAUNCHER = process.env.GLOSS_LAUNCHER ?? resolve(HERE, '..', '..', '..', 'gloss');
const SCREENSHOTS = process.env.SCREENSHOTS;

const FILE = 'Totals.java';
const TEXT = `import java.util.List;

class Totals {
  private final List<Integer> values;

  Totals(List<Integer> values) {
    this.values = values;
  }

  /** Returns the sum of all values. */
  int sum() {
    int total = 0;
    for (int value : values) {
      total += value;
    }
    return total;
  }

  int size() {
  }
}
`;

const workbench = await Workbench.open({
  launcher: LAUNCHER,
  extension: resolve(HERE, '..', 'dist', 'gloss.vsix'),
  files: { [FILE]: TEXT },
});
const { page } = workbench;
try {
  await step('the status bar names the model', async () => {
    await workbench.showFile(FILE);
    await workbench.statusBar(/Gloss: \S+/);
  });

  await step('typing shows a text at the cursor, typing along keeps it', async () => {
    await workbench.goTo(cursorAt(TEXT, 'int size() {'));
    await page.keyboard.press('Enter');
    await page.keyboard.type('ret', { delay: 60 });
    const ghost = await workbench.ghostText();
    await picture('ghost-text');
    await page.keyboard.type(ghost[0]);
    assert.equal(await workbench.ghostText(), ghost.slice(1));
  });

  await step('Ctrl+Right takes a word, Tab the rest', async () => {
    const ghost = await workbench.ghostText();
    const before = await workbench.line();
    await page.keyboard.press('Control+ArrowRight');
    await workbench.until(async () => (await workbench.line()) !== before);
    assert.ok((await workbench.line()).length < before.length + ghost.length);
    await page.keyboard.press('Tab');
    await workbench.until(async () => (await workbench.line()) === before + ghost);
    console.log(`  took: ${before + ghost}`);
  });

  await step('without a text Tab indents', async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await workbench.noGhostText();
    const before = await workbench.column();
    await page.keyboard.press('Tab');
    await workbench.until(async () => (await workbench.column()) > before);
    await page.keyboard.press('Control+Shift+k');
  });

  await step('asked by a key it offers several, Alt+] shows the next, Escape none', async () => {
    const { line } = cursorAt(TEXT, 'int size() {');
    await workbench.goTo({ line: line + 1, column: '    return '.length + 1 });
    await page.keyboard.press('Shift+End');
    await page.keyboard.press('Delete');
    await page.keyboard.press('Escape');
    await workbench.noGhostText();
    await page.keyboard.press('Alt+\\');
    const first = await workbench.ghostText();
    await page.keyboard.press('Alt+]');
    await workbench.until(async () => ![undefined, first].includes(await workbench.ghostNow()));
    console.log(`  offered: ${first} | ${await workbench.ghostNow()}`);
    await picture('next');
    await page.keyboard.press('Escape');
    await workbench.noGhostText();
  });

  await step('a hover tells what a name is', async () => {
    await workbench.goTo(cursorAt(TEXT, 'int su'));
    await workbench.command('Show or Focus Hover');
    const hover = await workbench.text('.monaco-hover-content', /int sum\(\)/);
    console.log(`  said: ${hover.replace(/\s+/g, ' ').slice(0, 120)}`);
    await picture('hover');
    await page.keyboard.press('Escape');
  });

  await step('an explanation streams into the side bar', async () => {
    await workbench.goTo(cursorAt(TEXT, 'int total = 0;'));
    await page.keyboard.press('Alt+Shift+E');
    await workbench.panel('.card.explain > header .state', /\d (ms|s)$/);
    const answer = await workbench.panel('.card.explain .answer', /\w{3,}/);
    console.log(`  said: ${(await answer.textContent()).trim()}`);
    assert.deepEqual(workbench.refusals, []);
    await picture('panel');
    await (await workbench.panel('.card.explain .action.copy', /Copy/)).click();
    await workbench.panel('.card.explain .action.copied', /Copied/);
  });

  await step('a click on a place of the panel goes there', async () => {
    await workbench.goTo({ line: 1, column: 2 });
    await (await workbench.panel('.card.explain button.where', /lines/)).click();
    await workbench.until(async () => /^int sum\(\)|^\}/.test(await workbench.line()));
  });

  await step('a panel that was hidden shows what it showed', async () => {
    await page.keyboard.press('Control+Shift+E');
    await workbench.text('.explorer-folders-view', /Totals/);
    await workbench.command('Gloss: Show Panel');
    await workbench.panel('.card.explain .answer', /\w{3,}/);
  });

  await step('a selection is offered to be explained', async () => {
    await workbench.goTo({ line: 14, column: 1 });
    await page.keyboard.press('Shift+End');
    await page.keyboard.press('Control+.');
    await workbench.text('.action-widget', /Explain these lines/);
    await picture('action');
    await page.keyboard.press('Escape');
  });

  await step('the status bar opens a menu, which switches the language off and on', async () => {
    await workbench.clickStatusBar();
    await workbench.text('.quick-input-list', /Pause[\s\S]*Switch off in java[\s\S]*Eagerness/);
    await picture('menu');
    await workbench.take('Switch off');
    await workbench.statusBar(/^\s*Gloss\s*$/);
    await typeAnew();
    await workbench.silence();
    await workbench.choose('Switch on');
    await workbench.statusBar(/Gloss: \S+/);
    await typeAnew();
    await workbench.ghostText();
  });

  await step('while it is paused nothing comes unless asked', async () => {
    await workbench.choose('Pause');
    await workbench.statusBar(/^\s*Gloss\s*$/);
    await typeAnew();
    await workbench.silence();
    await page.keyboard.press('Alt+\\');
    await workbench.ghostText();
    await workbench.choose('Resume');
    await workbench.statusBar(/Gloss: \S+/);
  });

  await step('the panel has the colours of the theme', async () => {
    await workbench.command('Preferences: Color Theme');
    await workbench.take('Light Modern');
    await workbench.panel('body.vscode-light .card.explain .answer', /\w{3,}/);
    await picture('panel-light');
  });

  await step('the doctor says what works', async () => {
    await workbench.command('Gloss: Run Doctor');
    await workbench.text('.part.panel .view-lines', /ok\s+explain/);
    await picture('doctor');
  });

  await step('a process that is killed is started again', async () => {
    workbench.killServer();
    await workbench.statusBar(/^\s*Gloss\s*$/);
    await workbench.statusBar(/Gloss: \S+/);
  });
} catch (error) {
  await picture('failure');
  console.error(workbench.log());
  throw error;
} finally {
  await workbench.close();
}

/** Begins the body of `size` again, so that the server is asked anew. */
async function typeAnew() {
  const { line } = cursorAt(TEXT, 'int size() {');
  await workbench.goTo({ line: line + 1, column: 1 });
  await page.keyboard.press('Shift+End');
  await page.keyboard.type('    ret', { delay: 60 });
}

async function step(what, run) {
  const begin = performance.now();
  await run();
  console.log(`ok  ${what} (${((performance.now() - begin) / 1000).toFixed(1)} s)`);
}

async function picture(name) {
  if (SCREENSHOTS) {
    mkdirSync(SCREENSHOTS, { recursive: true });
    await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
  }
}
