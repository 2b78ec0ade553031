import { seal, unseal } from './sealed-json.ts'
import type { Store } from './store.ts'

/** The keys that the last garbage collection found unreferenced, and when, by the store's own clock. */
export interface Marks {
  at: number
  keys: string[]
}

const POINTER = 'garbage.json'

/** The marks with the tag that a swap must name; undefined before the first run. */
export async function readMarks(store: Store): Promise<(Marks & { tag: string }) | undefined> {
  const pointer = await store.read(POINTER)
  return pointer && { ...unseal<Marks>('garbage marks', pointer.body), tag: pointer.tag }
}

/** Replaces the marks; returns false if another run was faster. */
export function writeMarks(store: Store, marks: Marks, tag: string | undefined): Promise<boolean> {
  return store.swap(POINTER, seal(marks), tag)
}

/** Whether the last garbage collection found this key unreferenced, so that the next one may remove it. */
export async function isMarked(store: Store, key: string): Promise<boolean> {
  return (await readMarks(store))?.keys.includes(key) ?? false
}
