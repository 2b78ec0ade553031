/** Runs one task at a time, in the order of the calls. */
export type Mutex = <T>(task: () => Promise<T>) => Promise<T>

/** Creates a mutex. A task that fails does not stop the next one. */
export function createMutex(): Mutex {
  let queue: Promise<unknown> = Promise.resolve()
  return (task) => {
    const result = queue.then(task)
    queue = result.catch(() => undefined)
    return result
  }
}
