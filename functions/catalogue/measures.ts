import measuresJson from '../../queries/catalogue/measures.json' with { type: 'json' }
import { type EventType, codeLists, eventTypes } from './catalogue.ts'
import type { Bilingual } from '../domain/language.ts'
import type { measurePages } from './measures-text.ts'

/** A number of the cube: a metric by itself, or the sum of some of its parts, of one sector or all. */
export interface Indicator {
  metric: string
  parts?: string[]
  sector?: string
}

/** One of the 276 measures, mechanisms, services, sites, forms and duties that the five documents name. */
export interface Measure extends Bilingual {
  /** 1: feeds the named targets; 2: a countable act; 3: a mechanism, plan or post that is there or not. */
  tier: number
  /** Documents and articles that ask for it. */
  articles: string[]
  /** Which of the seven aspects (七个方面) of the rights Opinions it serves, 1 to 7; null: what carries the work, outside the seven. */
  aspect: number | null
  /** The topic that it is shown under (functions/domain/measures-text.ts). */
  page: (typeof measurePages)[number]['id']
  /** The number that shows it. The documents define none of them: it is a count of what was reported. */
  indicator: Indicator
  /** The whole that it is a part of, where there is one. */
  of?: Indicator
  /** Whether days until the answer or the end are told of it. */
  days?: boolean
  /** By how much the example moves the indicator. */
  moves: number
  /** Events, in order, of which the last moves the indicator. `{id}`, `{region}` and `{street}` stand for what differs from place to place. */
  example: { type: string; data: Record<string, unknown> }[]
}

/** The measures by id, M001 to M276 (seeds map, section 2). */
export const measures = measuresJson as unknown as Readonly<Record<string, Measure>>

/** The parts of a metric that an indicator adds up; the whole where it names none. */
export const partsOf = ({ parts }: Indicator): readonly string[] => parts ?? ['']

/** What of an event a part may be named by: the name of a field of codes, or of a list of them. */
const FIELD_OF: Record<string, string> = { right: 'rights' }
const MARKS = ['answered', 'campaign', 'complete', 'helped', 'introduced', 'timed', 'host=enterprise', 'host=station', 'host=union']

const used = new Set(
  Object.values(measures).flatMap(({ indicator, of }) =>
    [indicator, ...(of ? [of] : [])].flatMap((one) => partsOf(one).map((part) => `${one.metric} ${part}`)),
  ),
)

function isTold(type: EventType, told: string): boolean {
  if (MARKS.includes(told)) return true
  const [name, code] = told.split('=') as [string, string | undefined]
  if (code === undefined) return false
  return type.fields.some(({ name: field, kind }) => {
    const list = /^codes?:(\w+)$/.exec(kind)?.[1]
    const isNamed = field === (FIELD_OF[name] ?? name) || (name === 'topic' && field === 'topics')
    return isNamed && list !== undefined && Object.hasOwn(codeLists[list]!.codes, code)
  })
}

/** Whether a metric can be asked for by a part: one that a measure is made of, or codes that its events tell, `kind=publicity&channel=online`. */
export function isPart(metric: string, part: string): boolean {
  if (used.has(`${metric} ${part}`)) return true
  const type = eventTypes.get(metric.replace(/\.(people|amount|days)$/, ''))
  return type !== undefined && part.split('&').every((told) => isTold(type, told))
}
