import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { QUICK } from './quick.ts'

const ROOT = join(import.meta.dirname, '..')

// Tests of page modules need the TypeScript configuration that SvelteKit generates, and a fresh clone has none.
if (!existsSync(join(ROOT, 'dashboard/node_modules/$app/tsconfig.json'))) {
  const script = join(ROOT, 'node_modules/@sveltejs/kit/svelte-kit.js')
  spawnSync(process.execPath, [script, 'sync'], { cwd: join(ROOT, 'dashboard'), stdio: 'inherit' })
}

/** Suites that need servers of their own have a configuration of their own. */
const APART = ['test/aws/**', 'test/engines/**']
const PAGES = ['test/dashboard/**/*.test.ts']

/** The tests that need nothing but npm packages, in three projects: `npm test` runs all, `npm run test:quick` only `quick`. */
export default defineConfig({
  test: {
    root: ROOT,
    // Two cores: two files at a time.
    maxWorkers: 2,
    // Programs that tests start need not strip and compile their TypeScript each time.
    env: { TZ: 'UTC', NODE_COMPILE_CACHE: join(ROOT, '.build/compile-cache') },
    testTimeout: 60_000,
    hookTimeout: 180_000,
    projects: [
      // First, because its set-up takes longest.
      {
        extends: true,
        test: { name: 'pages', include: PAGES, exclude: QUICK, globalSetup: ['test/dashboard/prepared-store.ts'] },
      },
      { extends: true, test: { name: 'long', include: ['test/**/*.test.ts'], exclude: [...APART, ...PAGES, ...QUICK] } },
      { extends: true, test: { name: 'quick', include: QUICK, exclude: APART } },
    ],
  },
})
