import js from '@eslint/js';
import globals from 'globals';
import typescript from 'typescript-eslint';

export default typescript.config(
  { ignores: ['dist/', 'out/', 'node_modules/'] },
  js.configs.recommended,
  typescript.configs.recommended,
  {
    rules: {
      eqeqeq: 'error',
      'max-lines': ['error', 300],
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['src/core/**'],
    rules: {
      // What is tested without VS Code must not need it.
      'no-restricted-imports': [
        'error',
        { paths: ['vscode'], patterns: ['vscode-languageclient*', '../*'] },
      ],
    },
  },
  {
    files: ['scripts/**', 'e2e/**'],
    languageOptions: { globals: { ...globals.node, document: 'readonly' } },
  }
);
