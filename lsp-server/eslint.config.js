import js from '@eslint/js';
import globals from 'globals';

export default [
  { ignores: ['target/', 'node_modules/'] },
  js.configs.recommended,
  {
    files: ['src/main/resources/web/js/**'],
    languageOptions: { globals: globals.browser },
    rules: {
      eqeqeq: 'error',
      'max-lines': ['error', 300],
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['src/main/resources/web/monaco-worker.js'],
    languageOptions: { globals: globals.worker },
  },
  { files: ['src/test/js/**'], languageOptions: { globals: globals.node } },
];
