import type { Cube } from '../reporting/cube.ts'
import { fromJson } from '../storage/json.ts'
import type { Store } from '../storage/store.ts'
import { type BulletinRequest, asReplacement, compileBulletin } from './compile.ts'
import type { Bulletin } from './model.ts'

/** Identifiers of editions are the year of the period and a running number: 2026-001. */
const ID = /^\d{4}-\d{3}$/

const keyOf = (id: string) => `bulletins/${id}.json`

export async function readBulletin(store: Store, id: string): Promise<Bulletin | undefined> {
  if (!ID.test(id)) return undefined
  const body = await store.get(keyOf(id))
  return body && fromJson<Bulletin>(body)
}

/** All editions, newest first. */
export async function allBulletins(store: Store): Promise<Bulletin[]> {
  const bulletins: Bulletin[] = []
  for await (const { key } of store.list('bulletins/')) {
    const body = await store.get(key)
    if (body) bulletins.push(fromJson<Bulletin>(body))
  }
  return bulletins.sort((a, b) => (a.compiled_at < b.compiled_at ? 1 : -1))
}

/** Compiles an edition and stores it; it never changes afterwards. The same region, month and release is the same edition. */
export async function issueBulletin(
  store: Store,
  cube: Cube,
  request: BulletinRequest,
  now: Date,
): Promise<{ bulletin: Bulletin; isNew: boolean }> {
  const { release } = cube.manifest
  const year = request.period.slice(0, 4)
  for (;;) {
    const before = await allBulletins(store)
    const same = before.find((one) => one.region === request.region.code && one.period === request.period && one.release === release)
    if (same) return { bulletin: same, isNew: false }
    const ofYear = before.filter((one) => one.id.startsWith(year))
    const last = Math.max(0, ...ofYear.map((one) => Number(one.id.slice(5))))
    const id = `${year}-${String(last + 1).padStart(3, '0')}`
    // Each region counts its own editions; the identifier counts those of the dataset.
    const number = 1 + ofYear.filter((one) => one.region === request.region.code).length
    const compiled = await compileBulletin(cube, request)
    const earlier = before.find((one) => one.region === request.region.code && one.period === request.period)
    const bulletin: Bulletin = {
      id,
      number: `${year}年第${number}期`,
      compiled_at: now.toISOString(),
      ...(earlier ? asReplacement(compiled, earlier) : compiled),
    }
    if (await store.putIfAbsent(keyOf(id), Buffer.from(JSON.stringify(bulletin)))) return { bulletin, isNew: true }
  }
}

/** A bulletin as it would be issued, with no number and nothing kept. */
export async function previewBulletin(cube: Cube, request: BulletinRequest, now: Date): Promise<Bulletin> {
  return { id: 'preview', number: PREVIEW, compiled_at: now.toISOString(), ...(await compileBulletin(cube, request)) }
}

/** What stands where the number of an edition would. */
const PREVIEW = '预览，未编号'
