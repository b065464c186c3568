import assert from 'node:assert/strict';
import test from 'node:test';
import { createStore } from '../../main/resources/web/js/store.js';
import { request, screen, stateAfter } from './fixtures.js';

test('the thought is open while it runs and folds when the answer begins', () => {
  const one = request();
  const thinking = [one.begin, one.think('adds up')];
  assert.match(screen(stateAfter(thinking)), /adds up/);
  assert.doesNotMatch(screen(stateAfter([...thinking, one.answer('Sums.')])), /adds up/);
});

test('a thought that the person opened stays open', () => {
  const one = request();
  const fold = { kind: 'fold', request: one.id, part: 'think', open: true };
  const state = stateAfter([one.begin, one.think('adds up'), fold, one.answer('Sums.'), one.end()]);
  assert.match(screen(state), /adds up/);
});

test('what was misread is withdrawn', () => {
  const one = request();
  const replaced = { ...one.answer('All of it.'), replace: true };
  const state = stateAfter([one.begin, one.think('half'), one.answer('Wrong.'), replaced]);
  assert.match(screen(state), /All of it\./);
  assert.doesNotMatch(screen(state), /half|Wrong|thinking/);
});

test('the newest request is open and the ones before are one line', () => {
  const [one, two] = [request(), request()];
  const state = stateAfter([
    ...[one.begin, one.answer('First.'), one.end()],
    ...[two.begin, two.answer('Second.'), two.end()],
  ]);
  assert.match(screen(state), /Second\./);
  assert.doesNotMatch(screen(state), /First\./);
});

test('a suggestion does not fold the explanation that is being read', () => {
  const [one, two] = [request(), request({ feature: 'complete' })];
  const state = stateAfter([one.begin, one.answer('Sums.'), one.end(), two.begin, two.token('x')]);
  assert.match(screen(state), /Sums\./);
});

test('a suggestion that typing took back is gone', () => {
  for (const finish of ['superseded', 'cancelled']) {
    const one = request({ feature: 'complete' });
    assert.equal(stateAfter([one.begin, one.token('x'), one.end({ finish })]).requests.length, 0);
  }
});

test('what went wrong stands where the answer would be', () => {
  const one = request();
  const message = 'The model file is shorter than its header says: pull it again';
  const shown = screen(stateAfter([one.begin, one.error(message)]));
  assert.ok(shown.includes(message), shown);
  assert.match(shown, /failed/);
  assert.match(shown, /Try again/);
});

test('an explanation that was stopped says so and offers another try', () => {
  const one = request();
  const shown = screen(stateAfter([one.begin, one.end({ finish: 'cancelled' })]));
  assert.match(shown, /Stopped\./);
  assert.match(shown, /Try again/);
});

test('drafted and accepted tokens are counted while they come', () => {
  const one = request({ feature: 'complete' });
  const drafted = { drafted: true, accepted: true };
  const state = stateAfter([
    one.begin,
    one.token('a', drafted),
    one.token('b', { drafted: true, rejected: 'c' }),
    one.token('d'),
  ]);
  assert.match(screen(state), /2 drafted 1 ✓/);
  assert.match(screen(state), /50%/);
});

test('missing events are said to be missing', () => {
  const one = request();
  const gap = { kind: 'gap', request: one.id, seq: 3, missed: 2 };
  assert.match(screen(stateAfter([one.begin, gap])), /2 events are missing here/);
});

test('what the person folded stays folded when the connection comes back', () => {
  const one = request();
  const all = [{ kind: 'hello', server: 'a' }, one.begin, one.answer('Sums.'), one.end()];
  const fold = { kind: 'fold', request: one.id, part: 'card', open: false };
  assert.doesNotMatch(screen(stateAfter([...all, fold, ...all])), /Sums\./);
  const other = [{ kind: 'hello', server: 'b' }, ...all.slice(1)];
  assert.match(screen(stateAfter([...all, fold, ...other])), /Sums\./);
});

test('many messages make one frame', () => {
  /** @type {(() => void)[]} */
  const frames = [];
  let drawn = 0;
  const store = createStore(
    () => drawn++,
    (draw) => frames.push(draw)
  );
  const one = request();
  [one.begin, one.think('a'), one.think('b')].forEach((message) => store.put(message));
  assert.equal(frames.length, 1);
  frames[0]();
  assert.equal(drawn, 1);
  assert.equal(store.state.requests[0].think, 'ab');
});

test('a page that is not looked at takes its messages in without a frame', () => {
  const store = createStore(
    () => assert.fail('nothing is drawn'),
    () => {}
  );
  const one = request();
  store.put(one.begin);
  for (let i = 0; i < 5000; i++) {
    store.put(one.think('x'));
  }
  assert.ok(store.state.requests[0].think.length > 4000);
});
