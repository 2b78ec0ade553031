import { codeName, countedMetrics, publishedMetrics } from '../catalogue/catalogue.ts'
import { registry } from '../catalogue/registry.ts'
import { type Indicator, measures } from '../catalogue/measures.ts'
import { metricName } from '../catalogue/names.ts'
import { IN_PRINT_SOURCE, codeOfTarget, evidenceOfTarget } from '../catalogue/target-evidence.ts'
import { unitName } from '../catalogue/units.ts'
import { amount } from '../domain/format.ts'
import type { Bilingual } from '../domain/language.ts'
import type { Target } from '../release-format/rows.ts'

/** The unit of a number of a target. */
interface NumberUnit {
  /** In Chinese. */
  unit: string
  unit_name?: Bilingual
  /** True for a share of 1, which has no unit. */
  is_share?: true
}

/** Whether an indicator is a share of two counts, such as the membership rate. */
export const isRate = (indicator: Indicator | null): boolean => indicator !== null && countedMetrics[indicator.metric]?.ratio !== undefined

const PLACES: Bilingual = { zh: '个', en: 'places' }

/** What a target of the ledger itself counts. */
const LEDGER_PARTS: Bilingual = { zh: '个已定期限的分项', en: 'parts with a deadline' }

/** What English calls things that are simply counted: the metric, or of acts what the target names. */
function thingsOf({ metric }: Indicator, code: string): string {
  if (!countedMetrics[metric]!.is_detail) return metricName(metric).en
  return Object.hasOwn(measures, code) ? 'things' : metricName(code).en
}

/** The unit of what is counted for a target: a share has none, and English names things that are simply counted. */
export function unitFields(counted: Indicator, code: string): NumberUnit {
  const { rule, survey } = evidenceOfTarget(code)
  if (survey || isRate(counted)) return { unit: '比率', is_share: true }
  if (rule === 'ledger') return { unit: '个', unit_name: LEDGER_PARTS }
  const unit = rule === 'spread' ? '个' : countedMetrics[counted.metric]!.unit
  const name = rule === 'spread' ? PLACES : unitName(unit)
  return { unit, unit_name: name.en === 'number' ? { zh: name.zh, en: thingsOf(counted, code) } : name }
}

/** A value that a target was set to, as it is counted: the press prints a rate in per cent, and it is counted as a share of 1. */
export function asCounted(target: Pick<Target, 'metric' | 'source'>, value: number): number {
  const code = codeOfTarget(target)
  return publishedMetrics[code]?.unit === '%' && isRate(evidenceOfTarget(code).counted) ? value / 100 : value
}

/** The sector of a target in words: the press says “other” of groups that it names in its own way. */
export const sectorOf = ({ sector, source }: Pick<Target, 'sector' | 'source'>): Bilingual =>
  sector === 'other' && source === IN_PRINT_SOURCE
    ? { zh: '来源所称群体，见引文', en: 'groups as the source names them, see the quote' }
    : codeName('sector', sector)

/** A value that a target was set to, with its unit, in words. */
export function targetNumber(target: Pick<Target, 'metric' | 'source'>, value: number): Bilingual {
  const code = codeOfTarget(target)
  const { counted } = evidenceOfTarget(code)
  const defined = registry.get(code)
  const fields: Partial<NumberUnit> = counted ? unitFields(counted, code) : defined ? { unit_name: defined.unit } : {}
  const number = amount(asCounted(target, value), fields.is_share)
  const { unit_name: unit } = fields
  const beside = (name: string | undefined) => (name === undefined || name === 'number' ? '' : name === '%' ? '%' : ` ${name}`)
  return { zh: number + beside(unit?.zh), en: number + beside(unit?.en) }
}
