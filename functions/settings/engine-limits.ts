import { availableParallelism, totalmem } from 'node:os'
import { readSetting } from './read-setting.ts'

const MB = 1e6
/** What a small machine gets: less than that makes DuckDB spill to disk all the time. */
const LEAST_MB = 1000
/** What a large machine gives: counting spills rather than take the memory of other programs. */
const MOST_MB = 4000
const SHARE_OF_MACHINE = 0.25
/** DuckDB's share of a function's memory: the rest is for what it does not count (0.9 of 1.2 GB were measured beside it). */
const SHARE_OF_LAMBDA = 0.5
/** DuckDB's guide names 125 MB a thread as the least, for aggregation more. */
const MB_PER_THREAD = 250

/** A machine as far as the limits depend on it. */
export interface Machine {
  cores: number
  /** Bytes of memory that this process may use. */
  bytes: number
}

function thisMachine(): Machine {
  // In a container the constraint counts; without one Node reports 0 or more than there is.
  const constraint = process.constrainedMemory()
  return { cores: availableParallelism(), bytes: constraint > 0 ? Math.min(constraint, totalmem()) : totalmem() }
}

function megabytesOf(memory: string): number {
  const number = Number.parseFloat(memory)
  if (/GiB$/.test(memory)) return (number * 2 ** 30) / MB
  if (/MiB$/.test(memory)) return (number * 2 ** 20) / MB
  return memory.endsWith('GB') ? number * 1000 : number
}

/** Memory and threads of DuckDB: the settings, or a share of the machine. Throws WrongSetting. */
export function engineLimits({ cores, bytes } = thisMachine()): { memory: string; threads: number; spill: string | undefined } {
  const lambdaMb = readSetting('AWS_LAMBDA_FUNCTION_MEMORY_SIZE')
  const share =
    lambdaMb === undefined
      ? Math.min(MOST_MB, Math.max(LEAST_MB, Math.floor((bytes * SHARE_OF_MACHINE) / MB)))
      : Math.floor(lambdaMb * SHARE_OF_LAMBDA)
  const memory = readSetting('DUCKDB_MEMORY') ?? `${share}MB`
  const threads = readSetting('DUCKDB_THREADS') ?? Math.max(1, Math.min(cores, Math.floor(megabytesOf(memory) / MB_PER_THREAD)))
  return { memory, threads, spill: readSetting('DUCKDB_SPILL') }
}
