import { join } from 'node:path'

/**
 * The tree whose simulator makes the events of the benchmarks: this one, or with `--against` the other one. The benchmarks of the other tree know
 * no simulator but their own, so both trees take in the same events.
 */
const tree = process.env.BENCH_EVENTS_OF ?? join(import.meta.dirname, '../..')
const path = join(tree, 'functions/simulator/simulate.ts')

export const { simulate } = (await import(path)) as typeof import('../../functions/simulator/simulate.ts')
