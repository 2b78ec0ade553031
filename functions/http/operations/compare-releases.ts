import { sectors } from '../../catalogue/catalogue.ts'
import { regionsAtLevel } from '../../catalogue/regions.ts'
import { asOfMonth } from '../../reporting/as-of.ts'
import type { Cube } from '../../reporting/cube.ts'

/** The values of the nation and the provinces at a month, over all sectors and in each, by their coordinates. */
async function valuesOf(cube: Cube, month: number): Promise<Map<string, number>> {
  const regions = ['000000', ...regionsAtLevel('000000', 'province').map((region) => region.code)]
  const rows = await cube.valuesAt({ regions, metrics: 'every', sectors: ['all', ...sectors], spans: ['all'], month })
  return new Map(rows.map((row) => [JSON.stringify([row.metric, row.part, row.region, row.sector]), row.value]))
}

/** What changed from one release to another: commits, SQL models, and values at the later month of the two. */
export async function compareReleases(before: Cube, after: Cube) {
  const month = Math.max(asOfMonth(before.manifest), asOfMonth(after.manifest))
  const [from, to] = [await valuesOf(before, month), await valuesOf(after, month)]
  const changes = [...new Set([...from.keys(), ...to.keys()])]
    .filter((key) => (from.get(key) ?? 0) !== (to.get(key) ?? 0))
    .map((key) => {
      const [metric, part, region, sector] = JSON.parse(key) as string[]
      return { metric, ...(part && { part }), region, sector, before: from.get(key) ?? 0, after: to.get(key) ?? 0 }
    })
  const models = Object.keys(after.manifest.models).filter((model) => after.manifest.models[model] !== before.manifest.models[model])
  return { commits: [before.manifest.log.seq, after.manifest.log.seq], models_changed: models, changes }
}
