import measuresJson from '../../queries/catalogue/measures.json' with { type: 'json' }
import type { Bilingual } from '../domain/language.ts'
import { codeLists, eventTypes } from './catalogue.ts'
import { isPartOfType, typeOfMetric } from './parts.ts'
import type { ContentOf } from './schema/files.ts'

/** One of the 276 measures, mechanisms, services, sites, forms and duties that the five documents name. */
export type Measure = ContentOf<'measures.json'>[string]

/** A number of the cube: a metric by itself, or the sum of some of its parts, of one sector or all. */
export type Indicator = Measure['indicator']

/** The measures by id, M001 to M276, in the order of the documents. */
export const measures: Readonly<Record<string, Measure>> = measuresJson

/** What the number of a measure is called: a count of a fault is named as the fault, whatever the words of the document ask for. */
export const measureName = ({ zh, en, called }: Measure): Bilingual => called ?? { zh, en }

/** The parts of a metric that an indicator adds up; the whole where it names none. */
export const partsOf = ({ parts }: Indicator): readonly string[] => parts ?? ['']

const used = new Set(
  Object.values(measures).flatMap(({ indicator, of }) =>
    [indicator, ...(of ? [of] : [])].flatMap((one) => partsOf(one).map((part) => `${one.metric} ${part}`)),
  ),
)

/** Whether a metric can be queried by a part: one that a measure uses, or codes that its events can have, `kind=publicity&channel=online`. */
export function isPart(metric: string, part: string): boolean {
  if (used.has(`${metric} ${part}`)) return true
  const type = eventTypes.get(typeOfMetric(metric))
  return type !== undefined && isPartOfType(type, part, codeLists)
}
