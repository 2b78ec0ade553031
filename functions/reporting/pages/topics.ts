import { codeLists, countedMetrics } from '../../catalogue/catalogue.ts'
import { unitName } from '../../catalogue/units.ts'
import { basisOf } from '../../catalogue/basis.ts'
import { measurePages } from '../../catalogue/measures-text.ts'
import type { Bilingual } from '../../domain/language.ts'
import type { Cube } from '../cube.ts'
import { type EnterpriseTree, enterpriseTrees } from './enterprise-trees.ts'
import { isNumberReported } from '../../catalogue/reported.ts'
import { type MeasuresPage, type Values, readMeasures, rowsOf, valueOf, windowsOf } from './measures.ts'
import { enterprisesTables } from './topic-tables/enterprises.ts'
import { membersTables } from './topic-tables/members.ts'
import { rightsTables } from './topic-tables/rights.ts'
import { servicesTables } from './topic-tables/services.ts'
import { sitesTables } from './topic-tables/sites.ts'
import type { TopicTable } from './topic-tables/topic-table.ts'

/** A metric by the codes of a list. */
export interface TopicBlock {
  title: Bilingual
  note?: Bilingual
  /** The documents and articles that name its rows, made from these. */
  article: string
  unit: Bilingual
  windowed: boolean
  rows: { code: string; name: Bilingual; article: string; value: number; year?: number; month?: number; filling?: number; of?: number }[]
  /** The kinds of which nothing was received: they have no row. */
  silent: Bilingual[]
}

/** A topic of the measures in a region: its measures, and what they are made up of. */
export interface TopicPage extends MeasuresPage {
  topic: { id: string; name: Bilingual }
  blocks: TopicBlock[]
  /** The largest trees of enterprises; only in the topic of enterprises. */
  trees?: EnterpriseTree[]
  /** Whether any union was reported in the region: where none was, nobody knows which enterprises have one. */
  are_unions_reported: boolean
}

const TABLES: Readonly<Record<string, readonly TopicTable[]>> = {
  enterprises: enterprisesTables,
  members: membersTables,
  sites: sitesTables,
  services: servicesTables,
  rights: rightsTables,
}

const MOST_TREES = 40

/** The codes of a table in the order of their list. */
function codesOf({ list, only, without }: TopicTable) {
  return Object.entries(codeLists[list]!.codes).filter(([code]) => (only ? only.includes(code) : !without?.includes(code)))
}

function blockOf(values: Values, table: TopicTable): TopicBlock {
  const { title, note, metric, facet, of } = table
  const { windowed, unit } = countedMetrics[metric]!
  const partsFor = (code: string) => [facet ? `${facet}=${code}` : code]
  const whole = (code: string) => (of ? { metric: of, parts: partsFor(code) } : undefined)
  const isKnown = (code: string) => isNumberReported(rowsOf(values), { metric, parts: partsFor(code) }, whole(code))
  const [known, silent] = [codesOf(table).filter(([code]) => isKnown(code)), codesOf(table).filter(([code]) => !isKnown(code))]
  const rows = known.map(([code, { zh, en, article }]) => {
    const parts = partsFor(code)
    return {
      code,
      name: { zh, en },
      article,
      value: valueOf(values, { metric, parts }),
      ...(windowed && windowsOf(values, { metric, parts })),
      ...(of && { of: valueOf(values, { metric: of, parts }) }),
    }
  })
  return {
    title,
    ...(note && { note }),
    article: basisOf((known.length > 0 ? known : silent).map(([, { article }]) => article)),
    unit: unitName(unit),
    windowed,
    rows,
    silent: silent.map(([, { zh, en }]) => ({ zh, en })),
  }
}

/** The page of a topic in a region: its measures, and what they are made up of. Undefined for an unknown topic or code. */
export async function topicPage(cube: Cube, topic: string, code: string): Promise<TopicPage | undefined> {
  const tables = TABLES[topic]
  const measures = tables && (await readMeasures(cube, code))
  if (!measures) return undefined
  const { page, values } = measures
  const { zh, en } = measurePages.find((one) => one.id === topic)!.name
  return {
    ...page,
    topic: { id: topic, name: { zh, en } },
    measures: page.measures.filter((one) => one.page === topic),
    blocks: tables.map((table) => blockOf(values, table)),
    are_unions_reported: isNumberReported(rowsOf(values), { metric: 'unions' }),
    ...(topic === 'enterprises' && { trees: (await enterpriseTrees(cube, code)).slice(0, MOST_TREES) }),
  }
}
