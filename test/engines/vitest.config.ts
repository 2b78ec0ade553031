import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: join(import.meta.dirname, '../..'),
    globalSetup: ['test/engines/servers.ts'],
    include: ['test/engines/**/*.test.ts'],
    env: { TZ: 'UTC' },
    testTimeout: 300_000,
    hookTimeout: 600_000,
  },
})
