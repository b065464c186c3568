/** Loads Monaco, which comes as AMD modules. */

const ROOT = '/lib/monaco-editor';

/** @returns {Promise<any>} Monaco's API */
export async function loadMonaco() {
  Object.assign(globalThis, {
    MonacoEnvironment: { getWorkerUrl: () => '/app/monaco-worker.js' },
  });
  await addScript(`${ROOT}/vs/loader.js`);
  const require = /** @type {any} */ (globalThis).require;
  // Script tags, because the page's policy forbids eval.
  require.config({ paths: { vs: `${ROOT}/vs` }, preferScriptTags: true });
  return new Promise((resolve, reject) => {
    require(['vs/editor/editor.main'], resolve, reject);
  });
}

/** @param {string} src */
function addScript(src) {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.onload = resolve;
    script.onerror = () => reject(new Error(`${src} could not be loaded`));
    script.src = src;
    document.head.append(script);
  });
}
