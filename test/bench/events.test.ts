import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { simulate as own } from '../../functions/simulator/simulate.ts'

const SIZE = { events: 500, seed: 1, until: '2026-11-24' }

afterEach(() => {
  vi.unstubAllEnvs()
  vi.resetModules()
})

it('makes the events of a benchmark with the simulator of its own tree, or of the one that it is told', async () => {
  const { simulate } = await import('./events.ts')
  expect([...simulate(SIZE)]).toEqual([...own(SIZE)])
  const tree = mkdtempSync(join(tmpdir(), 'tonglu-tree-'))
  mkdirSync(join(tree, 'functions/simulator'), { recursive: true })
  writeFileSync(join(tree, 'functions/simulator/simulate.ts'), 'export const simulate = () => [{ id: "other" }]')
  vi.stubEnv('BENCH_EVENTS_OF', tree)
  vi.resetModules()
  const other = await import('./events.ts')
  expect([...other.simulate(SIZE)]).toEqual([{ id: 'other' }])
})
