/** Monaco's worker, started from our own origin: the page's policy allows no other. */
self.MonacoEnvironment = { baseUrl: '/lib/monaco-editor/' };
importScripts('/lib/monaco-editor/vs/base/worker/workerMain.js');
