/** What a model wrote is Markdown; what comes out here is HTML without anything that acts. */

// These two come from the server's class path.
import DOMPurify from '/lib/dompurify/purify.es.mjs';
import { marked } from '/lib/marked/marked.esm.js';

const ALLOWED = {
  ALLOWED_TAGS: [
    ...['p', 'br', 'em', 'strong', 'del', 'code', 'pre', 'blockquote', 'hr', 'ul', 'ol', 'li'],
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  ALLOWED_ATTR: ['start'],
};

/**
 * @param {string} text
 * @returns {string} safe HTML: no links, no pictures, no scripts, no styles
 */
export function markdown(text) {
  return DOMPurify.sanitize(marked.parse(text, { async: false, gfm: true }), ALLOWED);
}
