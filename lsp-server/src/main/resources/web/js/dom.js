/**
 * A tree of plain objects that says what should be on the screen, and the code that makes it so.
 *
 * Components are functions from state to such a tree. Nothing is drawn again that did not change, so
 * what is being read, selected or focused stays where it is.
 */

/**
 * @typedef {{ tag: string, key: string | null, props: Record<string, any>, children: Child[] }} Node
 * @typedef {Node | string} Child
 */

/**
 * What a node of the page was last drawn from.
 * @typedef {HTMLElement & { drawn?: Node }} Drawn
 */

/**
 * Makes a node. Falsy children are left out, lists are flattened, numbers become text.
 *
 * Props: `key` tells siblings apart, `class`, `on` (event name to handler), `follow` (scroll along
 * while at the bottom), `memo` (the same value again: nothing changed below), `html` (a function that
 * returns sanitized HTML); everything else is an attribute.
 *
 * @param {string} tag
 * @param {Record<string, any> | null} [props]
 * @param {...any} children
 * @returns {Node}
 */
export function h(tag, props, ...children) {
  const { key = null, ...rest } = props ?? {};
  const flat = children
    .flat(Infinity)
    .filter((child) => child !== null && child !== undefined && child !== false && child !== '')
    .map((child) => (typeof child === 'number' ? String(child) : child));
  return { tag, key, props: rest, children: flat };
}

/**
 * The text of a tree, one line a block: what tests compare, and what a screen reader has to go by.
 *
 * @param {Child} child
 * @returns {string}
 */
export function textOf(child) {
  if (typeof child === 'string') {
    return child;
  }
  const label = child.props['aria-label'] ? `[${child.props['aria-label']}]` : '';
  const between = ['header', 'button'].includes(child.tag) ? ' ' : '';
  const inner = child.props.text ?? child.children.map(textOf).join(between);
  const block = /^(div|section|header|article|p|ol|ul|li|summary|details|h\d)$/.test(child.tag);
  return block ? `${label}${inner}\n` : `${label}${inner}`;
}

/**
 * Draws a tree into an element.
 *
 * @param {HTMLElement} host
 * @param {Node[]} nodes
 */
export function draw(host, nodes) {
  patchChildren(host, nodes);
}

/**
 * @param {Drawn} element
 * @param {Node} node
 */
function patch(element, node) {
  const before = element.drawn;
  if (before && node.props.memo !== undefined && before.props.memo === node.props.memo) {
    return;
  }
  const stick = node.props.follow && isAtBottom(element);
  patchProps(element, before?.props ?? {}, node.props);
  if (node.props.html) {
    if (before?.props.text !== node.props.text) {
      element.innerHTML = node.props.html(node.props.text);
    }
  } else {
    patchChildren(element, node.children);
  }
  element.drawn = node;
  if (stick) {
    element.scrollTop = element.scrollHeight;
  }
}

/** @param {HTMLElement} element */
function isAtBottom(element) {
  return element.scrollHeight - element.scrollTop - element.clientHeight < 8;
}

/**
 * @param {HTMLElement} parent
 * @param {Child[]} wanted
 */
function patchChildren(parent, wanted) {
  const keyed = new Map();
  for (const node of /** @type {Iterable<Drawn>} */ (parent.childNodes)) {
    if (node.drawn?.key) {
      keyed.set(node.drawn.key, node);
    }
  }
  /** @type {globalThis.Node | null} */
  let at = parent.firstChild;
  for (const child of wanted) {
    const reuse = reusable(at, child, keyed);
    if (reuse) {
      if (reuse === at) {
        at = reuse.nextSibling;
      } else {
        parent.insertBefore(reuse, at);
      }
      update(reuse, child);
    } else {
      parent.insertBefore(create(child), at);
    }
  }
  while (at) {
    const next = at.nextSibling;
    parent.removeChild(at);
    at = next;
  }
}

/**
 * @param {any} at
 * @param {Child} child
 * @param {Map<string, Drawn>} keyed
 * @returns {any}
 */
function reusable(at, child, keyed) {
  if (typeof child === 'string') {
    return at?.nodeType === 3 ? at : null;
  }
  if (child.key) {
    return keyed.get(child.key) ?? null;
  }
  return at?.drawn && !at.drawn.key && at.drawn.tag === child.tag ? at : null;
}

/**
 * @param {any} node
 * @param {Child} child
 */
function update(node, child) {
  if (typeof child !== 'string') {
    patch(node, child);
  } else if (child.startsWith(node.data)) {
    // Appending keeps a selection in the text alive.
    node.appendData(child.slice(node.data.length));
  } else {
    node.data = child;
  }
}

/**
 * @param {Child} child
 * @returns {globalThis.Node}
 */
function create(child) {
  if (typeof child === 'string') {
    return document.createTextNode(child);
  }
  const svg = ['svg', 'path', 'circle', 'rect'].includes(child.tag);
  const element = /** @type {Drawn} */ (
    svg
      ? document.createElementNS('http://www.w3.org/2000/svg', child.tag)
      : document.createElement(child.tag)
  );
  patch(element, child);
  return element;
}

const SPECIAL = new Set(['on', 'follow', 'memo', 'html', 'text']);

/**
 * @param {HTMLElement} element
 * @param {Record<string, any>} before
 * @param {Record<string, any>} after
 */
function patchProps(element, before, after) {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (before[name] === after[name] || SPECIAL.has(name)) {
      continue;
    }
    const value = after[name];
    if (value === undefined || value === null || value === false) {
      element.removeAttribute(name);
    } else {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  for (const [name, handler] of Object.entries(after.on ?? {})) {
    /** @type {any} */ (element)[`on${name}`] = handler;
  }
}
