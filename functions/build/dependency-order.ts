import type { Model } from '../../queries/read-models.ts'

/**
 * Waits until all work has ended, even if some of it failed, so that nothing is closed while it is still used. Throws the first failure.
 */
export async function allSettled<T>(works: readonly Promise<T>[]): Promise<T[]> {
  const outcomes = await Promise.allSettled(works)
  const failed = outcomes.find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
  return Promise.all(works)
}

/**
 * Runs each model after the models that it reads, and independent models concurrently. `models` must be in an order in which none reads a later one.
 * Throws the first failure.
 */
export async function runInDependencyOrder(models: readonly Model[], run: (model: Model) => Promise<unknown>): Promise<void> {
  const done = new Map<string, Promise<unknown>>()
  for (const model of models) {
    const inputs = model.reads.flatMap((name) => done.get(name) ?? [])
    done.set(
      model.name,
      Promise.all(inputs).then(() => run(model)),
    )
  }
  await allSettled([...done.values()])
}
