import { seal, unseal } from './sealed-json.ts'
import type { Store } from './store.ts'

/** What the last run of the collection found that nothing names, and when, by the store's own clock. */
export interface Marks {
  at: number
  keys: string[]
}

const POINTER = 'garbage.json'

/** The marks with the tag that a swap must name; undefined before the first run. */
export async function readMarks(store: Store): Promise<(Marks & { tag: string }) | undefined> {
  const pointer = await store.read(POINTER)
  return pointer && { ...unseal<Marks>('marks of the collection', pointer.body), tag: pointer.tag }
}

/** Replaces the marks; false where another run was faster. */
export function writeMarks(store: Store, marks: Marks, tag: string | undefined): Promise<boolean> {
  return store.swap(POINTER, seal(marks), tag)
}

/** Whether the last run of the collection found that nothing names this key, so that the next one may remove it. */
export async function isMarked(store: Store, key: string): Promise<boolean> {
  return (await readMarks(store))?.keys.includes(key) ?? false
}
