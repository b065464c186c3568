/** What the workbench asks of the machine: ports and processes. */

import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';

export async function answers(url) {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** The process of `gloss lsp` among those that a process and its own started. */
export function programBelow(top) {
  const all = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  const parents = new Map(all.map(([pid, parent]) => [Number(pid), Number(parent)]));
  const isBelow = (pid) => pid === top || (parents.has(pid) && isBelow(parents.get(pid)));
  const found = all.find(([pid, , ...words]) => words.includes('lsp') && isBelow(Number(pid)));
  return Number(found[0]);
}
