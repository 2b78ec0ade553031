import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: join(import.meta.dirname, '..'),
    include: ['test/**/*.test.ts'],
    exclude: ['test/aws/**', 'test/engines/**'],
    globalSetup: [join(import.meta.dirname, 'build-site.ts')],
    env: { TZ: 'UTC' },
    testTimeout: 60_000,
    hookTimeout: 180_000,
    // Two cores: two files at a time.
    maxWorkers: 2,
  },
})
