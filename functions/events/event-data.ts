import { type EventType, type Field, eventTypes } from '../catalogue/catalogue.ts'
import { fold, plainNumber, plainUnit } from '../domain/identifiers.ts'
import { listOf } from '../catalogue/event-type.ts'
import { codeFor } from '../catalogue/synonyms.ts'
import { isAbsent, isRecord } from './absent.ts'
import { isNoValue } from './no-value.ts'
import { readField } from './fields.ts'
import { type Problem, missingField, problem, shown, unknownField } from './problems.ts'
import type { Value } from './text-field.ts'
import { type ReadingRules, readWorker } from './worker.ts'

/** The fields that a void without a type may have: any field of any type, as the first type that has it defines it. */
const anyField: ReadonlyMap<string, Field> = new Map(
  [...eventTypes.values()].flatMap((type) => type.fields.map((field) => [field.name, field])),
)

/** What the data of an event is read with. */
export interface DataReading {
  /** Undefined for a void without a type, and for an unknown type. */
  type: EventType | undefined
  isVoid: boolean
  rules: ReadingRules
  /** Receives what is wrong. */
  problems: Problem[]
}

/** Reads the fields of an event by its type; adds what is wrong to `problems`. */
export function readData(raw: unknown, { type, isVoid, rules, problems }: DataReading): Record<string, Value> {
  const data: Record<string, Value> = {}
  if (!isAbsent(raw) && !isRecord(raw)) {
    problems.push(problem('data', 'wrong_type', { zh: `应为对象，收到 ${shown(raw)}`, en: `expected an object, got ${shown(raw)}` }))
    return data
  }
  if (!type && !isVoid) return data
  let given = (raw ?? {}) as Record<string, unknown>
  const fields = type ? type.fields : [...anyField.values()].filter((field) => Object.hasOwn(given, field.name))
  const known = type ? type.fieldNames : new Set(fields.map((field) => field.name))
  for (const key of Object.keys(given)) {
    if (!known.has(key) && !isAbsent(given[key])) problems.push(unknownField(`data.${key}`))
  }
  if (known.has('quote') && known.has('unit')) given = plainFigure(given)
  for (const field of fields) {
    const value = given[field.name]
    if (isAbsent(value) || isLeftOut(field, value)) {
      if (field.isRequired && !isVoid) problems.push(missingField(`data.${field.name}`))
      continue
    }
    if (field.kind === 'worker') {
      Object.assign(data, readWorker(value, rules, problems))
      continue
    }
    const read = readOne(field, value, problems)
    if (read !== undefined) data[field.name] = read
  }
  if (type && !isVoid) checkTogether(type, given, data, problems)
  return data
}

/** Whether an optional field says that it has no value. Ids, names and words that a list of codes knows are read as what they are. */
function isLeftOut({ kind, isRequired }: Field, value: unknown): boolean {
  if (isRequired || typeof value !== 'string' || kind === 'id' || kind === 'name' || !isNoValue(value)) return false
  const list = listOf(kind)
  return list === undefined || codeFor(list, value) === undefined
}

function readOne(field: Field, value: unknown, problems: Problem[]): Value | undefined {
  const read = readField(field.kind as Exclude<Field['kind'], 'worker'>, value)
  if (read.ok) return Array.isArray(read.value) && read.value.length === 0 ? undefined : read.value
  problems.push(problem(`data.${field.name}`, read.code, read.text))
  return undefined
}

/** A figure printed in 万 or 亿 as a plain number, with the printed text as the quote where none is given. */
function plainFigure(given: Record<string, unknown>): Record<string, unknown> {
  const { value, unit, quote } = given
  if (typeof unit !== 'string' || isAbsent(value)) return given
  const { unit: plain, places } = plainUnit(fold(unit))
  const printed = `${String(value).trim()}${unit.trim()}`
  const number = typeof value === 'number' || typeof value === 'string' ? plainNumber(String(value), places) : undefined
  if (number === undefined) return given
  const isPrinted = isAbsent(quote) && (places > 0 || /[万亿萬億]/.test(printed))
  return { ...given, value: number, unit: plain, ...(isPrinted && { quote: printed }) }
}

/** Checks what several fields must hold together: exactly one of some, and days in order. */
function checkTogether(type: EventType, given: Record<string, unknown>, data: Record<string, Value>, problems: Problem[]): void {
  if (type.exactlyOneOf.length > 0 && type.exactlyOneOf.filter((name) => !isAbsent(given[name])).length !== 1) {
    const names = type.exactlyOneOf.join('、')
    problems.push(
      problem(`data.${type.exactlyOneOf[0]}`, 'exactly_one', {
        zh: `${names} 须填且只填一项`,
        en: `exactly one of ${type.exactlyOneOf.join(', ')} is required`,
      }),
    )
  }
  for (const [later, earlier] of type.notBefore) {
    if (data[later] !== undefined && data[earlier] !== undefined && data[later] < data[earlier]) {
      problems.push(
        problem(`data.${later}`, 'out_of_range', {
          zh: `${data[later]} 早于 ${earlier} ${data[earlier]}`,
          en: `${data[later]} lies before ${earlier} ${data[earlier]}`,
        }),
      )
    }
  }
}
