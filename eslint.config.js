// @ts-check
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/**
 * Draws one border of ARCHITECTURE.md: the files may not import what stands in `imports`.
 * The globs of two borders never overlap: in flat config the later rule would replace the earlier one.
 */
const border = (
  /** @type {string[]} */ files,
  /** @type {string} */ message,
  /** @type {string[]} */ imports,
  /** @type {string[]} */ ignores = [],
) => ({
  files,
  ignores,
  rules: {
    'no-restricted-imports': /** @type {['error', object]} */ ([
      'error',
      { patterns: [{ group: imports, message }] },
    ]),
    // The rule above does not look at what is loaded later.
    'no-restricted-syntax': /** @type {['error', object]} */ ([
      'error',
      { selector: `ImportExpression[source.value=/${imports.map(toPattern).join('|')}/]`, message },
    ]),
  },
});

const CONNECTIONS = [
  { object: 'globalThis', property: 'fetch', message: 'Only src/models/download opens connections.' },
  { object: 'navigator', property: 'sendBeacon', message: 'Only src/models/download opens connections.' },
];

/** A glob of a border as part of a regular expression in a selector: `**` stands at an end alone. */
const toPattern = (/** @type {string} */ glob) => {
  const parts = glob.split('/').map((part) => part.replace('*', '.*'));
  const [first] = parts;
  const start = first === '.**' ? '(?:.*\\/)?' : '';
  const last = parts.length > 1 && parts.at(-1) === '.**' ? '(?:\\/.*)?' : '';
  return `(?:^${start}${parts.filter((part) => part !== '.**').join('\\/')}${last}$)`;
};

const NODE_BUILTINS = ['node:*', 'fs', 'path', 'os', 'child_process', 'net', 'http', 'https', 'crypto'];
/** What opens connections; `fetch` is forbidden by its name below. */
const NETWORK = ['http', 'https', 'http2', 'net', 'tls', 'dgram', 'dns', 'undici'].flatMap((name) => [
  name,
  `node:${name}`,
]);
const DOWNLOAD = 'src/models/download/**';
const ABOVE_MODELS = [
  'vscode',
  'node-llama-cpp',
  '**/history/**',
  '**/engine/**',
  '**/provider/**',
  '**/webview/**',
  '**/workbench/**',
];
const NATIVE = 'src/engine/worker/llamaRuntime.ts';

export default defineConfig(
  {
    ignores: [
      'training/',
      'dist/',
      'coverage/',
      '.vscode-host/',
      '.artifacts/',
      'samples/',
      '**/.vscode-test/',
    ],
  },
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: false },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/strict-void-return': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 4],
      // `modified`: a switch over a union counts once, however many members the union has.
      complexity: ['error', { max: 12, variant: 'modified' }],
    },
  },
  border(['src/core/**'], 'core imports nothing but core: no editor, no Node, no native library.', [
    'vscode',
    'node-llama-cpp',
    ...NODE_BUILTINS,
    '@vscode/*',
    '**/history/**',
    '**/engine/**',
    '**/models/**',
    '**/provider/**',
    '**/syntax/**',
    '**/webview/**',
    '**/workbench/**',
  ]),
  border(['src/syntax/**'], 'syntax runs without an editor, without an engine, and without connections.', [
    ...ABOVE_MODELS,
    '**/models/**',
    ...NETWORK,
  ]),
  border(['src/history/**'], 'history runs without an editor, without an engine, and without connections.', [
    ...ABOVE_MODELS.filter((glob) => glob !== '**/history/**'),
    '**/models/**',
    ...NETWORK,
  ]),
  border(
    ['src/models/**'],
    'models runs without an editor, without the native library, and without connections.',
    [...ABOVE_MODELS, ...NETWORK],
    [DOWNLOAD],
  ),
  border([DOWNLOAD], 'models runs without an editor and without the native library.', ABOVE_MODELS),
  border(
    ['src/engine/**'],
    'engine runs without an editor and without connections; one file alone touches the native library.',
    [
      'vscode',
      'node-llama-cpp',
      '**/history/**',
      '**/provider/**',
      '**/webview/**',
      '**/workbench/**',
      ...NETWORK,
    ],
    [NATIVE],
  ),
  border([NATIVE], 'the native runtime knows nothing of the editor and opens no connection.', [
    ...NETWORK,
    'vscode',
    '**/history/**',
    '**/provider/**',
    '**/webview/**',
    '**/workbench/**',
  ]),
  border(
    ['src/provider/**', 'src/workbench/**', 'src/webview/**', 'src/extension.ts'],
    'the extension host never loads the native library or a worker file, and opens no connection itself.',
    ['node-llama-cpp', '**/engine/worker/**', ...NETWORK],
    ['src/webview/page/**'],
  ),
  border(['src/webview/page/**'], 'the chat page runs in a browser and knows only the protocol.', [
    'vscode',
    'node-llama-cpp',
    ...NODE_BUILTINS,
    '**/history/**',
    '**/engine/**',
    '**/models/**',
    '**/provider/**',
    '**/workbench/**',
    '**/core/**',
  ]),
  border(
    ['test/unit/**', 'test/process/**', 'test/page/**', 'tools/**'],
    'these run on plain Node, without an editor.',
    ['vscode', 'node-llama-cpp'],
  ),
  {
    files: ['src/**'],
    ignores: [DOWNLOAD],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest'].map((name) => ({
          name,
          message: 'Only src/models/download opens connections.',
        })),
      ],
      'no-restricted-properties': [
        'error',
        ...CONNECTIONS,
        // What somebody has copied is nobody's context.
        { property: 'readText', message: 'The clipboard is never read.' },
      ],
    },
  },
  {
    // The selection of a terminal is read by way of the clipboard, which the user is asked about.
    files: ['src/workbench/chat/contextItems.ts'],
    rules: { 'no-restricted-properties': ['error', ...CONNECTIONS] },
  },
  {
    files: ['test/**'],
    rules: {
      // A suite is one function that holds many tests.
      'max-lines-per-function': 'off',
    },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'off' }, // JavaScript has no place for types
  },
);
