import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Doctor } from '../src/doctor';
import { FakeMachine, turn } from './machine';
import { seen } from './vscode';

beforeEach(() => void seen.splice(0));

const HEAD = ['(show)', '(clear)', '/opt/gloss/gloss doctor'];

test('what it says is shown, and how it ended where that is not well', async () => {
  const machine = new FakeMachine();
  const doctor = new Doctor(machine);
  const done = doctor.run();
  await turn();
  assert.deepEqual(machine.last.args, ['doctor']);
  machine.last.stdout.write('ok  jdk\nfailed  mo');
  await machine.last.close(1);
  await done;
  assert.deepEqual(seen, [...HEAD, 'ok  jdk', 'failed  mo', 'Gloss ended with code 1.']);
});

test('who asks while it runs is shown that run, and later another one', async () => {
  const machine = new FakeMachine();
  const doctor = new Doctor(machine);
  const both = Promise.all([doctor.run(), doctor.run()]);
  await turn();
  assert.equal(machine.processes.length, 1);
  await machine.last.close(0);
  await both;
  assert.deepEqual(seen, [...HEAD, '(show)']);
  void doctor.run();
  await turn();
  assert.equal(machine.processes.length, 2);
});

test('whatever is thrown at the start is told', async () => {
  const machine = new FakeMachine();
  machine.find = () => {
    throw new Error('no such disk');
  };
  await new Doctor(machine).run();
  assert.equal(seen.at(-1), 'no such disk');
});

test('its process ends with the extension, and says nothing more', async () => {
  const machine = new FakeMachine();
  const doctor = new Doctor(machine);
  void doctor.run();
  await turn();
  doctor.dispose();
  assert.deepEqual(
    machine.ending.map(({ process }) => process),
    [machine.last]
  );
  await machine.last.close(null, 'SIGTERM');
  assert.deepEqual(seen, HEAD);
});
