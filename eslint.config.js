import js from '@eslint/js'
import globals from 'globals'
import svelte from 'eslint-plugin-svelte'
import typescript from 'typescript-eslint'

/** Lines and parameters that are a guide; `test/size.test.ts` fails above twice as much. */
const GUIDES = { file: 250, component: 200, function: 40, parameters: 3 }
const lines = (max) => ['warn', { max, skipBlankLines: false, skipComments: false }]

/** The sources with types that `tsconfig.json` covers; svelte-check has the pages. */
const TYPED = ['functions/**/*.ts', 'infra/**/*.ts', 'queries/**/*.ts', 'test/**/*.ts']

export default typescript.config(
  { ignores: ['.build', 'cdk.out', '**/.svelte-kit', 'node_modules', 'dashboard/node_modules'] },
  js.configs.recommended,
  typescript.configs.recommended,
  svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.node, ...globals.browser } } },
  { files: ['**/*.svelte'], languageOptions: { parserOptions: { parser: typescript.parser } } },
  {
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // TypeScript knows which names exist.
      'no-undef': 'off',
      // Addresses are built from language, dataset and code; there is no base path to resolve against.
      'svelte/no-navigation-without-resolve': 'off',
      'svelte/prefer-svelte-reactivity': 'off',
      'max-lines': lines(GUIDES.file),
      'max-lines-per-function': lines(GUIDES.function),
      'max-params': ['warn', { max: GUIDES.parameters }],
    },
  },
  { files: ['**/*.svelte'], rules: { 'max-lines': lines(GUIDES.component) } },
  // A suite is one long function by design.
  { files: ['**/*.test.ts'], rules: { 'max-lines-per-function': 'off' } },
  {
    files: TYPED,
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    // Rules that find faults which the compiler does not: a promise that is not awaited, a value thrown that is no error.
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-for-in-array': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'warn',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/prefer-promise-reject-errors': 'error',
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
)
