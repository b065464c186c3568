/**
 * The blocks of a Markdown text. Each is drawn on its own, so that what is written stays as it is
 * while more comes.
 *
 * @param {string} text
 * @returns {string[]}
 */
export function blocksOf(text) {
  /** @type {string[]} */
  const blocks = [];
  let fenced = false;
  for (const piece of text.trim().split(/\n{2,}(?![ \t])/)) {
    if (fenced) {
      // An empty line inside a fence does not end it.
      blocks[blocks.length - 1] += `\n\n${piece}`;
    } else if (piece) {
      blocks.push(piece);
    }
    const fences = piece.match(/^\s*(```|~~~)/gm)?.length ?? 0;
    fenced = fences % 2 === 1 ? !fenced : fenced;
  }
  return blocks;
}
