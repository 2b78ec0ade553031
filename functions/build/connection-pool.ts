import type { Engine } from '../engines/duckdb.ts'
import type { Model } from '../../queries/read-models.ts'

/** Runs work on whichever of two connections is free, in the order in which it comes. */
export type ConnectionPool = <T>(work: (engine: Engine) => Promise<T>) => Promise<T>

/** Two lanes over the tables of an engine: while one waits for a file to be kept, the other counts. */
export async function openConnectionPool(engine: Engine): Promise<ConnectionPool> {
  const free = [await engine.beside(), engine]
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

/** Waits until every work has ended, also those beside one that failed: nothing is to be closed under them. Throws the first failure. */
export async function allSettled<T>(works: readonly Promise<T>[]): Promise<T[]> {
  const outcomes = await Promise.allSettled(works)
  const failed = outcomes.find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
  return Promise.all(works)
}

/** Runs each model once those that it reads are through, and side by side what does not wait for another. Throws the first failure. */
export async function runInDependencyOrder(models: readonly Model[], run: (model: Model) => Promise<unknown>): Promise<void> {
  const through = new Map<string, Promise<unknown>>()
  for (const model of models) {
    const waits = model.reads.flatMap((name) => through.get(name) ?? [])
    through.set(
      model.name,
      Promise.all(waits).then(() => run(model)),
    )
  }
  await allSettled([...through.values()])
}
