import { provinceOf } from '../../catalogue/regions.ts'
import type { Cube, ListRow } from '../cube.ts'
import { filterRows } from './work-lists.ts'

/** A head enterprise with what lies below it, layer by layer: a union at the head office does not make its tree covered (rule R15). */
export interface EnterpriseTree {
  id: string
  name: string
  is_unionized: boolean
  /** By relation to the head enterprise, and its stations. */
  layers: { layer: string; open: number; unionized: number }[]
  /** In how many provinces anything lies below it. */
  provinces: number
}

/** The layers below a head enterprise, in the order of their first rows. */
function layersOf(rows: readonly ListRow[]): EnterpriseTree['layers'] {
  const withLayer = rows.filter((row) => row.layer !== null)
  const sum = (layer: readonly ListRow[], column: string) => layer.reduce((total, row) => total + Number(row[column]), 0)
  return [...Map.groupBy(withLayer, (row) => String(row.layer))].map(([layer, own]) => ({
    layer,
    open: sum(own, 'open'),
    unionized: sum(own, 'unionized'),
  }))
}

function treeOf(id: string, rows: readonly ListRow[]): EnterpriseTree {
  const [first] = rows
  const provinces = new Set(rows.flatMap((row) => (row.region === null ? [] : [provinceOf(String(row.region))])))
  return {
    id,
    name: String(first!.name ?? id),
    is_unionized: first!.head_is_unionized === true,
    layers: layersOf(rows),
    provinces: provinces.size,
  }
}

const sizeOf = ({ layers }: EnterpriseTree) => layers.reduce((sum, one) => sum + one.open, 0)

/** The head enterprises with anything in a region, the largest tree first. */
export async function enterpriseTrees(cube: Cube, region: string): Promise<EnterpriseTree[]> {
  const rows = filterRows(await cube.list('enterprise_trees', Infinity), { region })
  const trees = [...Map.groupBy(rows, (row) => String(row.head_id))].map(([id, own]) => treeOf(id, own))
  return trees.sort((a, b) => sizeOf(b) - sizeOf(a) || (a.id < b.id ? -1 : 1))
}
