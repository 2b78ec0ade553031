import { codeName, sectors } from '../../catalogue/catalogue.ts'
import { isReported } from '../../catalogue/reported.ts'
import { exact } from '../../domain/format.ts'
import { withZeros } from '../../reporting/reported-in-sector.ts'
import type { Values } from '../counted-values.ts'
import type { Block } from '../model.ts'
import { NOT_REPORTED, TOTAL, sectorsText } from '../sentences.zh.ts'
import { heading, note, table } from './blocks.ts'

const COLUMNS = [
  { metric: 'members', key: 'members' },
  { metric: 'members_joined', key: 'members_joined.year' },
  { metric: 'workers_served', key: 'workers_served' },
  { metric: 'service_persontimes', key: 'service_persontimes' },
  { metric: 'unions', key: 'unions' },
]

const cellsOf = (values: Values) => COLUMNS.map(({ metric, key }) => (isReported(metric, values) ? exact(values[key] ?? 0) : NOT_REPORTED))

/** The sectors side by side, and all of them together. What was received of other sectors only is not reported. */
export function sectorsSection(values: ReadonlyMap<string, Values>): Block[] {
  const all = values.get('all') ?? {}
  if (!COLUMNS.some(({ metric }) => isReported(metric, all))) return []
  const rows = [...sectors, 'all'].map((sector) => [
    sector === 'all' ? TOTAL : codeName('sector', sector).zh,
    ...cellsOf(sector === 'all' ? all : withZeros(values.get(sector), all)),
  ])
  return [heading(sectorsText.heading), table({ caption: sectorsText.heading, header: sectorsText.header, rows }), note(sectorsText.note)]
}
