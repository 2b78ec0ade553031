import type { Engine } from '../engines/duckdb.ts'

/** Runs work on the first free connection of a pool; work waits in the order in which it came. */
export type ConnectionPool = <T>(work: (engine: Engine) => Promise<T>) => Promise<T>

/** Two connections to the tables of an engine: while one stores a file, the other counts. */
export async function openConnectionPool(engine: Engine): Promise<ConnectionPool> {
  const free = [await engine.connect(), engine]
  const waiting: ((engine: Engine) => void)[] = []
  return async (work) => {
    const own = free.pop() ?? (await new Promise<Engine>((resolve) => waiting.push(resolve)))
    try {
      return await work(own)
    } finally {
      const next = waiting.shift()
      if (next) next(own)
      else free.push(own)
    }
  }
}
