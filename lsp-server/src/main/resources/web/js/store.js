/**
 * The one state of the page, fed by the trace stream. The same messages in the same order always make
 * the same state, so a recorded trace shows the same screen.
 */

/**
 * @typedef {import('./types.js').State} State
 * @typedef {import('./types.js').Request} Request
 * @typedef {import('./types.js').Message} Message
 * @typedef {import('./types.js').TraceEvent} TraceEvent
 */

const REQUESTS_KEPT = 50;
const SPEEDS_KEPT = 24;
/** A page that is not looked at draws no frames; its messages are taken in all the same. */
const INBOX_LIMIT = 4096;
const RUNNING = new Set(['waiting', 'reading', 'thinking', 'answering']);

/** @returns {State} */
export function initialState() {
  return {
    connection: 'connecting',
    server: null,
    status: { kind: 'status', state: 'loading' },
    model: null,
    load: null,
    requests: [],
    folds: new Map(),
    speeds: [],
    tokensOpen: true,
  };
}

/** @param {Request} request */
export function isRunning(request) {
  return RUNNING.has(request.state);
}

/**
 * Takes one message into the state.
 *
 * @param {State} state is changed in place
 * @param {Message} message
 */
export function reduce(state, message) {
  switch (message.kind) {
    case 'connection':
      state.connection = message.state;
      break;
    case 'hello':
      restart(state, message.server);
      break;
    case 'status':
      state.status = message;
      break;
    case 'model':
      state.model = message;
      break;
    case 'load':
      state.load = message;
      break;
    case 'tokens':
      state.tokensOpen = message.open;
      state.requests.forEach((request) => request.version++);
      break;
    case 'fold':
      fold(state, message);
      break;
    case 'copied':
      copied(state, message.request);
      break;
    case 'begin':
      state.requests.unshift({ ...begin(message), ...state.folds.get(message.request) });
      state.requests.length = Math.min(state.requests.length, REQUESTS_KEPT);
      break;
    default:
      follow(state, message);
  }
}

/**
 * A connection begins with the whole history. What the person folded stays so, unless it is another
 * server, whose requests have the same names.
 *
 * @param {State} state
 * @param {string} server
 */
function restart(state, server) {
  const chosen = state.requests.filter(
    ({ open, thinkOpen }) => open !== null || thinkOpen !== null
  );
  state.folds = new Map(
    state.server === server
      ? chosen.map(({ id, open, thinkOpen }) => [id, { open, thinkOpen }])
      : []
  );
  state.server = server;
  state.requests = [];
  state.speeds = [];
}

/**
 * @param {State} state
 * @param {import('./types.js').FoldAction} action
 */
function fold(state, { request: id, part, open }) {
  const request = state.requests.find((each) => each.id === id);
  if (request) {
    request[part === 'card' ? 'open' : 'thinkOpen'] = open;
    request.version++;
  }
}

/**
 * @param {State} state
 * @param {string | null} id
 */
function copied(state, id) {
  for (const request of state.requests) {
    if (request.copied !== (request.id === id)) {
      request.copied = request.id === id;
      request.version++;
    }
  }
}

/**
 * @param {import('./types.js').BeginEvent} event
 * @returns {Request}
 */
function begin(event) {
  return {
    id: event.request,
    feature: event.feature,
    uri: event.uri ?? null,
    range: event.range ?? null,
    symbol: event.symbol ?? null,
    state: 'waiting',
    think: '',
    answer: '',
    tokens: [],
    drafted: 0,
    accepted: 0,
    promptTokens: 0,
    reused: 0,
    others: [],
    missed: 0,
    end: null,
    message: null,
    open: null,
    thinkOpen: null,
    copied: false,
    version: 0,
  };
}

/**
 * @param {State} state
 * @param {Exclude<TraceEvent, { kind: 'begin' }>} event
 */
function follow(state, event) {
  const request = state.requests.find((each) => each.id === event.request);
  if (!request) {
    return;
  }
  request.version++;
  switch (event.kind) {
    case 'prompt':
      request.state = 'reading';
      request.promptTokens = event.tokens;
      request.reused = event.reused;
      request.others = event.others ?? [];
      break;
    case 'think':
      request.state = 'thinking';
      request.think += event.text;
      break;
    case 'answer':
      if (event.replace) {
        // The model's tags made no sense: what was read so far is withdrawn.
        request.think = '';
        request.answer = '';
      }
      request.state = 'answering';
      request.answer += event.text;
      break;
    case 'token':
      addToken(request, event);
      break;
    case 'gap':
      request.missed += event.missed;
      break;
    case 'error':
      request.state = 'failed';
      request.message = event.message;
      break;
    case 'end':
      finish(state, request, event);
      break;
  }
}

/**
 * @param {Request} request
 * @param {import('./types.js').TokenEvent} event
 */
function addToken(request, event) {
  request.tokens.push(event);
  request.drafted += event.drafted ? 1 : 0;
  request.accepted += event.accepted ? 1 : 0;
  if (request.feature === 'complete') {
    request.state = 'answering';
  }
}

/**
 * @param {State} state
 * @param {Request} request
 * @param {import('./types.js').EndEvent} event
 */
function finish(state, request, event) {
  const taken = event.finish === 'cancelled' || event.finish === 'superseded';
  if (taken && request.feature === 'complete') {
    // Every key takes back the suggestion before it; that is no news.
    state.requests.splice(state.requests.indexOf(request), 1);
    return;
  }
  request.end = event;
  request.message = event.note ?? null;
  request.state = taken ? 'cancelled' : event.finish === 'rejected' ? 'rejected' : 'done';
  if (event.generated > 0) {
    request.drafted = event.drafted;
    request.accepted = event.accepted;
    request.promptTokens = event.promptTokens;
    request.reused = event.reused;
  }
  if (event.tokensPerSecond > 0) {
    state.speeds = [...state.speeds, event.tokensPerSecond].slice(-SPEEDS_KEPT);
  }
}

/**
 * Drafted and accepted tokens of the requests on the screen.
 *
 * @param {State} state
 */
export function drafts(state) {
  let drafted = 0;
  let accepted = 0;
  for (const request of state.requests) {
    drafted += request.drafted;
    accepted += request.accepted;
  }
  return { drafted, accepted };
}

/**
 * The store: collects messages and draws at most once a frame, however many come.
 *
 * @param {(state: State) => void} render
 * @param {(draw: () => void) => void} [nextFrame]
 */
export function createStore(render, nextFrame = (draw) => requestAnimationFrame(draw)) {
  const state = initialState();
  /** @type {Message[]} */
  let inbox = [];
  let asked = false;

  function takeIn() {
    const messages = inbox;
    inbox = [];
    messages.forEach((message) => reduce(state, message));
  }

  function flush() {
    asked = false;
    takeIn();
    render(state);
  }

  return {
    state,
    /** @param {Message} message */
    put(message) {
      if (inbox.push(message) >= INBOX_LIMIT) {
        takeIn();
      }
      if (!asked) {
        asked = true;
        nextFrame(flush);
      }
    },
  };
}
