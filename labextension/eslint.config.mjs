import { fileURLToPath } from 'node:url';
import js from '@eslint/js';
import jupyter from '@jupyter/eslint-plugin';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const PANELS = [
  'runs',
  'models',
  'jobs',
  'sweeps',
  'schedules',
  'pipelines',
  'deployments',
  'drift'
];

/** A panel may not know another one: they meet in commands and in the feed. */
const zones = PANELS.map(panel => ({
  target: `./labextension/src/panels/${panel}`,
  from: './labextension/src/panels',
  except: [`./${panel}`]
}));

export default tseslint.config(
  {
    ignores: ['labextension/lib/**', 'labextension/src/contract.ts']
  },
  js.configs.recommended,
  // It says itself which of its parts are for code and which for schemas.
  { plugins: { jupyter } },
  ...jupyter.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [
      tseslint.configs.strictTypeChecked,
      tseslint.configs.stylisticTypeChecked,
      reactHooks.configs['recommended-latest']
    ],
    plugins: { 'import-x': importX },
    languageOptions: {
      parserOptions: {
        project: ['./labextension/tsconfig.json', './tests/lab/tsconfig.json'],
        tsconfigRootDir: fileURLToPath(new URL('..', import.meta.url))
      }
    },
    settings: {
      'import-x/resolver-next': [
        createTypeScriptImportResolver({
          project: ['labextension/tsconfig.json', 'tests/lab/tsconfig.json'],
          noWarnOnMultipleProjects: true
        })
      ]
    },
    rules: {
      complexity: ['error', 8],
      eqeqeq: 'error',
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': [
        'error',
        { max: 50, skipBlankLines: true, skipComments: true }
      ],
      'import-x/no-cycle': 'error',
      'import-x/no-restricted-paths': ['error', { zones }],
      'jupyter/command-described-by': 'error',
      'jupyter/no-untranslated-string': 'error',
      '@typescript-eslint/naming-convention': [
        'error',
        {
          selector: 'interface',
          format: ['PascalCase'],
          custom: { regex: '^I[A-Z]', match: true }
        }
      ],
      // JupyterLab's own pattern: the options of a class live in a namespace of its name.
      '@typescript-eslint/no-namespace': 'off',
      // `signal.connect(this._onChanged, this)` is what lets `Signal.clearData(this)` remove it.
      '@typescript-eslint/unbound-method': 'off',
      // JupyterLab's React is 18, where the types of elements are global.
      '@typescript-eslint/no-deprecated': ['error', { allow: ['JSX'] }],
      // The commands that activation registers need the services at once.
      'jupyter/prefer-lazy-imports': [
        'error',
        { ignoreImports: ['./services', './commands'] }
      ],
      // A number in a text is what templates are for.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }]
    }
  },
  {
    files: ['tests/lab/**/*.{ts,tsx}'],
    rules: {
      // A test's sentences are not shown to users, what it makes ends with it, and a story may be long.
      'jupyter/no-untranslated-string': 'off',
      'jupyter/require-disposable-ownership': 'off',
      'max-lines-per-function': 'off'
    }
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: { process: 'readonly', URL: 'readonly' } }
  }
);
