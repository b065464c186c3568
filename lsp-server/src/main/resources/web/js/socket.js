/** A WebSocket that comes back by itself. */

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8000;

/**
 * @typedef {object} SocketListener
 * @property {() => void} [onOpen]
 * @property {(text: string) => void} onMessage
 * @property {(state: import('./types.js').ConnectionState) => void} [onState]
 */

/**
 * @param {string} path on this server
 * @param {SocketListener} listener
 * @returns {{ send: (text: string) => boolean }} `send` tells whether the socket was open
 */
export function connect(path, listener) {
  let wait = FIRST_WAIT_MS;
  /** @type {WebSocket} */
  let socket;

  function open() {
    socket = new WebSocket(new URL(path, location.href.replace(/^http/, 'ws')));
    socket.onopen = () => {
      wait = FIRST_WAIT_MS;
      listener.onState?.('open');
      listener.onOpen?.();
    };
    socket.onmessage = (event) => listener.onMessage(event.data);
    socket.onclose = async () => {
      listener.onState?.((await isRefused()) ? 'refused' : 'lost');
      setTimeout(open, wait);
      wait = Math.min(2 * wait, LONGEST_WAIT_MS);
    };
  }

  open();
  return {
    send(text) {
      const ready = socket.readyState === WebSocket.OPEN;
      if (ready) {
        socket.send(text);
      }
      return ready;
    },
  };
}

/** Another server runs there now: its token is another one, and trying again will not help. */
async function isRefused() {
  try {
    return (await fetch('/metrics', { method: 'HEAD' })).status === 401;
  } catch {
    return false;
  }
}
