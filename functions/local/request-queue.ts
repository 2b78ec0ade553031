/** What waits for its turn, or is refused at once because too much waits already. */
export type Turn<T> = { isTaken: true; result: Promise<T> } | { isTaken: false }

/** Runs some requests at a time; others wait in the order in which they came. */
export interface RequestQueue {
  /** Runs the work when it is its turn. It is refused, and not run, where as much waits as may wait. */
  run<T>(work: () => Promise<T>): Turn<T>
}

/** A queue in which at most `length` wait while `atOnce` run. */
export function requestQueue({ atOnce, length }: { atOnce: number; length: number }): RequestQueue {
  const waiting: (() => void)[] = []
  let running = 0

  async function whenFree<T>(work: () => Promise<T>): Promise<T> {
    if (running < atOnce) running++
    // Whoever ends hands its place on, so the number of those that run stays.
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }

  return {
    run: (work) => (running >= atOnce && waiting.length >= length ? { isTaken: false } : { isTaken: true, result: whenFree(work) }),
  }
}
