import type { Store, Tagged } from '../../functions/storage/store.ts'
import { StoreUnavailable } from '../../functions/storage/store.ts'
import type { Random } from '../../functions/simulator/random.ts'

/** The process was stopped: none of its later calls takes effect. */
export class Stopped extends Error {
  override name = 'Stopped'
}

/** The contents of a store in memory, shared by all simulated processes. */
export interface World {
  objects: Map<string, { body: Uint8Array; tag: number; writtenAt: number }>
  calls: number
  /** The store's own clock, in milliseconds. */
  clock: number
}

export function emptyWorld(): World {
  return { objects: new Map(), calls: 0, clock: 0 }
}

/** The probability of each fault at each call. */
export interface Faults {
  /** The call fails before it does anything (503, or 409: nothing was written). */
  before: number
  /** The call takes effect, and its answer is lost. */
  after: number
  /** The process stops before or after the call. */
  stop: number
  /** A read returns a part of the bytes, or altered bytes. */
  torn: number
  /** A listing leaves out keys. */
  stale: number
}

function torn(body: Uint8Array, random: Random): Uint8Array {
  if (random.chance(0.5)) return body.slice(0, random.below(body.length))
  const other = Uint8Array.from(body)
  for (let n = 0; n < 4; n++) other[random.below(other.length)]! ^= 1 << random.below(8)
  return other
}

/** A store that keeps its promises but fails at random: one process's view of a shared world. */
export function simStore(world: World, random: Random, faults: Faults): Store {
  let isStopped = false

  /** Lets other processes run between any two calls. */
  async function turn(): Promise<void> {
    world.calls++
    for (let waits = random.below(3); waits > 0; waits--) await new Promise<void>((resolve) => setImmediate(resolve))
    if (isStopped) throw new Stopped('the process has stopped')
  }

  async function call<T>(work: () => T): Promise<T> {
    await turn()
    const stop = random.chance(faults.stop)
    if (stop && random.chance(0.5)) {
      isStopped = true
      throw new Stopped('before the call')
    }
    if (random.chance(faults.before)) throw new StoreUnavailable('503')
    const result = work()
    if (stop) {
      isStopped = true
      throw new Stopped('after the call')
    }
    if (random.chance(faults.after)) throw new StoreUnavailable('the answer was lost')
    return result
  }

  function create(key: string, body: Uint8Array): boolean {
    if (world.objects.has(key)) return false
    world.objects.set(key, { body: Uint8Array.from(body), tag: 1, writtenAt: world.clock })
    return true
  }

  return {
    get: (key) =>
      call(() => {
        const body = world.objects.get(key)?.body
        return body && random.chance(faults.torn) ? torn(body, random) : body
      }),
    putIfAbsent: (key, body) => call(() => create(key, body)),
    read: (key) =>
      call((): Tagged | undefined => {
        const found = world.objects.get(key)
        return found && { body: found.body, tag: String(found.tag) }
      }),
    swap: (key, body, tag) =>
      call(() => {
        const found = world.objects.get(key)
        if (String(found?.tag ?? '') !== (tag ?? '')) return false
        world.objects.set(key, { body: Uint8Array.from(body), tag: (found?.tag ?? 0) + 1, writtenAt: world.clock })
        return true
      }),
    async *list(prefix, after = '') {
      const found = await call(() =>
        [...world.objects]
          .filter(([key]) => key.startsWith(prefix) && key > after)
          .map(([key, { writtenAt }]) => ({ key, writtenAt }))
          .sort((a, b) => (a.key < b.key ? -1 : 1)),
      )
      for (const listed of found) if (!random.chance(faults.stale)) yield listed
    },
    remove: (key) => call(() => void world.objects.delete(key)),
  }
}

/** A store without faults on the same world, for the checker. */
export function plainStore(world: World): Store {
  const never = {
    next: () => 1,
    below: () => 0,
    chance: () => false,
    pick: <T>(items: readonly T[]) => items[0]!,
    weighted: <T>(items: readonly (readonly [T, number])[]) => items[0]![0],
  }
  return simStore(world, never, { before: 0, after: 0, stop: 0, torn: 0, stale: 0 })
}
