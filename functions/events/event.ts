import type { Day } from '../domain/calendar.ts'
import { type EventType, eventTypes } from '../catalogue/catalogue.ts'
import { AGE_MARK } from '../catalogue/event-type.ts'
import { isAbsent, isRecord } from './absent.ts'
import { ageOn, bornLater, isImplausible } from './age.ts'
import { readOccurredOn } from './day-field.ts'
import { readData } from './event-data.ts'
import { readBoolean, readInteger } from './number-field.ts'
import { type Problem, missingField, problem, shown, unknownField } from './problems.ts'
import { regionsOfAnotherTime } from './region-in-time.ts'
import { type FieldRead, type Value, readId } from './text-field.ts'
import type { ReadingRules } from './worker.ts'
import { countedRegion } from '../catalogue/former-regions.ts'
import { allUnitsReportSince, reportsSince } from '../catalogue/reporting-units.ts'
import { typeFor } from '../catalogue/synonyms.ts'
import { nearestTargetCodes } from '../catalogue/target-codes.ts'
import { BUNDLED_TARGETS, isTargetable } from '../catalogue/target-evidence.ts'

/** An event as it is stored: normalised, its person a pseudonym. */
export interface Event {
  source: string
  id: string
  revision: number
  isVoid: boolean
  /** Empty for a void, which keeps its identity only. */
  type: string
  occurredOn: Day
  data: Record<string, Value>
}

/** `receivedOn` is the day of arrival that the event itself states, which only one of a simulated dataset may. */
export type EventRead = { ok: true; event: Event; receivedOn?: Day } | { ok: false; problems: Problem[] }

const ENVELOPE = new Set(['source', 'id', 'type', 'occurred_on', 'revision', 'void', 'data'])
/** The day of arrival, a field of the envelope in simulated datasets only: elsewhere the day is that of the upload. */
export const RECEIVED_ON = 'received_on'
const HIGHEST_REVISION = 2_147_483_647

/** Reads one event from a parsed row. Never throws for bad input: each fault becomes a problem. */
export function readEvent(raw: unknown, rules: ReadingRules): EventRead {
  const problems: Problem[] = []
  if (!isRecord(raw)) {
    return {
      ok: false,
      problems: [
        problem('body', 'wrong_type', { zh: `应为一个事件对象，收到 ${shown(raw)}`, en: `expected an event object, got ${shown(raw)}` }),
      ],
    }
  }
  const take = (field: string, read: FieldRead): Value | undefined => {
    if (read.ok) return read.value
    problems.push(problem(field, read.code, read.text))
    return undefined
  }
  const required = (field: string): undefined => void problems.push(missingField(field))
  for (const key of Object.keys(raw)) {
    const isKnown = ENVELOPE.has(key) || (key === RECEIVED_ON && rules.takesReceivedOn)
    if (!isKnown && !isAbsent(raw[key])) problems.push(unknownField(key))
  }
  const isVoid = isAbsent(raw.void) ? false : take('void', readBoolean(raw.void))
  const source = isAbsent(raw.source) ? required('source') : take('source', readId(raw.source, 100))
  const id = isAbsent(raw.id) ? required('id') : take('id', readId(raw.id, 128))
  const revision = isAbsent(raw.revision) ? 1 : take('revision', readInteger(raw.revision, 1, HIGHEST_REVISION))
  const type = readType(raw.type, isVoid === true, problems)
  let occurredOn: Value | undefined = ''
  if (!isAbsent(raw.occurred_on)) occurredOn = take('occurred_on', readOccurredOn(raw.occurred_on, rules.lastDay))
  else if (!isVoid) required('occurred_on')
  const isStated = rules.takesReceivedOn && !isAbsent(raw[RECEIVED_ON])
  const receivedOn = isStated ? take(RECEIVED_ON, readOccurredOn(raw[RECEIVED_ON], rules.today)) : undefined
  const data = readData(raw.data, { type, isVoid: isVoid === true, rules, problems })
  const uncountable = isVoid || type === undefined ? undefined : cannotBeJudged(source, data)
  if (uncountable && type === eventTypes.get('target.set')) problems.push(uncountable)
  problems.push(...regionsOfAnotherTime(data, occurredOn))
  const age = ageOn(raw.data, occurredOn)
  if (age !== undefined && age < 0) problems.push(bornLater)
  if (isImplausible(age)) data[AGE_MARK] = 'implausible'
  const early = isVoid ? undefined : reportsTooEarly(data.region, occurredOn)
  if (early) problems.push(early)
  if (problems.length > 0) return { ok: false, problems }
  const identity = { source: source as string, id: id as string, revision: revision as number }
  const event = isVoid
    ? { ...identity, isVoid: true, type: '', occurredOn: '', data: {} }
    : { ...identity, isVoid: false, type: typeFor(raw.type as string)!, occurredOn: occurredOn as string, data }
  return {
    ok: true,
    event,
    ...(receivedOn !== undefined && { receivedOn: receivedOn as Day }),
  }
}

/** The problem of a target that nothing could ever judge. The bundled targets may name what nobody counts: their documents do. */
function cannotBeJudged(source: Value | undefined, { metric }: Record<string, Value>): Problem | undefined {
  if (typeof metric !== 'string' || isTargetable(metric) || BUNDLED_TARGETS.some((bundled) => bundled === source)) return undefined
  const near = nearestTargetCodes(metric)
  return problem('data.metric', 'not_countable', {
    zh: `没有可以计数或公布的口径，不能设目标：${shown(metric)}；相近的有 ${near.map(({ code, zh }) => `${zh}（${code}）`).join('、')}`,
    en: `nothing counts or publishes ${shown(metric)}, so no target can be set on it; near it are ${near.map(({ code, en }) => `${en} (${code})`).join(', ')}`,
  })
}

/** The problem of an event from before the day from which its unit reports (queries/catalogue/reporting-units.json). */
function reportsTooEarly(region: Value | undefined, occurredOn: Value | undefined): Problem | undefined {
  if (typeof region !== 'string' || typeof occurredOn !== 'string' || occurredOn === '' || occurredOn >= allUnitsReportSince)
    return undefined
  const since = reportsSince(countedRegion(region))
  if (since === undefined || occurredOn >= since) return undefined
  return problem('data.region', 'unit_not_yet', {
    zh: `这个地区的工会自 ${since} 起报送，事件发生在 ${occurredOn}`,
    en: `the union of this region reports from ${since} on, and the event is of ${occurredOn}`,
  })
}

function readType(value: unknown, isVoid: boolean, problems: Problem[]): EventType | undefined {
  if (isAbsent(value)) {
    if (!isVoid) problems.push(missingField('type'))
    return undefined
  }
  const name = typeof value === 'string' ? typeFor(value) : undefined
  const type = name === undefined ? undefined : eventTypes.get(name)
  if (!type) {
    problems.push(
      problem('type', 'unknown_type', { zh: `目录中没有事件类型 ${shown(value)}`, en: `no event type ${shown(value)} in the catalogue` }),
    )
  }
  return type
}
