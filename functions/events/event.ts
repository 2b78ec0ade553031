import type { Day } from '../domain/calendar.ts'
import { type EventType, type Field, eventTypes } from '../catalogue/catalogue.ts'
import { type FieldRead, type Value, readBoolean, readField, readInteger, readOccurredOn, readText } from './fields.ts'
import { type IdFault, fold, idFault, mobileNumber, plainNumber, plainUnit } from '../domain/identifiers.ts'
import { HIDDEN, type Problem, problem, shown } from './problems.ts'
import { typeFor } from '../catalogue/synonyms.ts'

/** An event as it is kept: normalised, its person a pseudonym. */
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

/** The three name spaces of people; they are never joined. */
export type IdentifierKind = 'id_number' | 'phone' | 'ref'

/** What reading an event asks of the world. */
export interface ReadingRules {
  /** Today in Shanghai. */
  today: Day
  /** The last day that an event may carry: tomorrow there. */
  lastDay: Day
  /** The keyed pseudonym of a person; the plain identifier goes nowhere else. */
  pseudonym(kind: IdentifierKind, identifier: string): string
}

export type EventRead = { ok: true; event: Event } | { ok: false; problems: Problem[] }

const ENVELOPE = new Set(['source', 'id', 'type', 'occurred_on', 'revision', 'void', 'data'])
const HIGHEST_REVISION = 2_147_483_647

/** Empty is absent: null, blank text, and a list without items. */
function isAbsent(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    (typeof value === 'string' && value.trim() === '') ||
    (Array.isArray(value) && value.length === 0)
  )
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Reads one event from what a reader made of a row. Never throws for bad input: every fault is a problem. */
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
  for (const key of Object.keys(raw)) {
    if (!ENVELOPE.has(key) && !isAbsent(raw[key])) problems.push(unknownField(key))
  }
  const isVoid = isAbsent(raw.void) ? false : take('void', readBoolean(raw.void))
  const source = isAbsent(raw.source) ? missing('source', problems) : take('source', readText(raw.source, 100))
  const id = isAbsent(raw.id) ? missing('id', problems) : take('id', readText(raw.id, 128))
  const revision = isAbsent(raw.revision) ? 1 : take('revision', readInteger(raw.revision, 1, HIGHEST_REVISION))
  const type = readType(raw.type, isVoid === true, problems)
  let occurredOn: Value | undefined = ''
  if (!isAbsent(raw.occurred_on)) occurredOn = take('occurred_on', readOccurredOn(raw.occurred_on, rules.lastDay))
  else if (!isVoid) missing('occurred_on', problems)
  const data = readData(raw.data, type, isVoid === true, rules, problems)
  if (problems.length > 0) return { ok: false, problems }
  const identity = { source: source as string, id: id as string, revision: revision as number }
  if (isVoid) return { ok: true, event: { ...identity, isVoid: true, type: '', occurredOn: '', data: {} } }
  return { ok: true, event: { ...identity, isVoid: false, type: typeFor(raw.type as string)!, occurredOn: occurredOn as string, data } }
}

function missing(field: string, problems: Problem[]): undefined {
  problems.push(problem(field, 'required', { zh: '必填', en: 'is required' }))
}

function unknownField(field: string): Problem {
  return problem(field, 'unknown_field', { zh: '目录中没有这个字段', en: 'is not a field of the catalogue' })
}

function readType(value: unknown, isVoid: boolean, problems: Problem[]): EventType | undefined {
  if (isAbsent(value)) {
    if (!isVoid) missing('type', problems)
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

/** The fields that a void without a type may carry: any that some type has, by its first meaning. */
const anyField: ReadonlyMap<string, Field> = new Map(
  [...eventTypes.values()].flatMap((type) => type.fields.map((field) => [field.name, field])),
)

function readData(
  raw: unknown,
  type: EventType | undefined,
  isVoid: boolean,
  rules: ReadingRules,
  problems: Problem[],
): Record<string, Value> {
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
    if (isAbsent(value)) {
      if (field.isRequired && !isVoid) missing(`data.${field.name}`, problems)
      continue
    }
    const read = field.kind === 'worker' ? readWorker(value, rules, problems) : readOne(field, value, problems)
    if (read !== undefined) data[field.name] = read
  }
  if (type && !isVoid) checkTogether(type, given, data, problems)
  return data
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

const IDENTIFIERS: IdentifierKind[] = ['id_number', 'phone', 'ref']

/** Reads a person and gives back the pseudonym, or notes what is wrong. No message carries the identifier itself. */
export function readWorker(value: unknown, rules: ReadingRules, problems: Problem[]): string | undefined {
  if (!isRecord(value)) {
    problems.push(
      problem('data.worker', 'wrong_type', {
        zh: '应为对象，含 id_number、phone、ref 之一',
        en: 'expected an object with one of id_number, phone, ref',
      }),
    )
    return undefined
  }
  const before = problems.length
  for (const key of Object.keys(value)) {
    if (!IDENTIFIERS.includes(key as IdentifierKind) && !isAbsent(value[key])) problems.push(unknownField(`data.worker.${key}`))
  }
  const given = IDENTIFIERS.filter((kind) => !isAbsent(value[kind]))
  if (given.length !== 1) {
    problems.push(
      problem('data.worker', 'exactly_one', {
        zh: 'id_number、phone、ref 须填且只填一项',
        en: 'exactly one of id_number, phone, ref is required',
      }),
    )
  }
  if (problems.length > before) return undefined
  const kind = given[0]!
  const identifier = readIdentifier(kind, value[kind], rules.today)
  if (identifier.ok) return rules.pseudonym(kind, identifier.value as string)
  problems.push(problem(`data.worker.${kind}`, identifier.code, identifier.text))
  return undefined
}

const ID_FAULTS = {
  length: { code: 'malformed', zh: '身份证号应为 18 位', en: 'an identity number has 18 characters' },
  characters: { code: 'malformed', zh: '身份证号应为 17 位数字加校验位', en: 'an identity number is 17 digits and a check character' },
  birth: { code: 'out_of_range', zh: '身份证号中的出生日期不是真实日期', en: 'the day of birth in the identity number is not a real one' },
  check: { code: 'check_character', zh: '身份证号校验位不对', en: 'the check character of the identity number is wrong (GB 11643)' },
} as const

/**
 * Excel keeps 15 digits: the rest of an identity number turns into zeros or an exponent. Where zeros stand and the check character is
 * right, the number is one that people have.
 */
function isRounded(text: string, fault: IdFault | undefined): boolean {
  return /^\d(\.\d+)?E\+?\d+$/i.test(text) || (fault === 'check' && /^\d{15}000$/.test(text))
}

function readIdentifier(kind: IdentifierKind, value: unknown, today: Day): FieldRead {
  if (typeof value !== 'string') {
    return {
      ok: false,
      code: 'wrong_type',
      text: { zh: '应为文本（数字会丢失末位）', en: 'expected text (a number loses its last digits)' },
    }
  }
  if (value.trim() === HIDDEN) {
    return {
      ok: false,
      code: 'required',
      text: { zh: '号码已隐去，请重新填写', en: 'the identifier was hidden: enter it again' },
    }
  }
  if (kind === 'ref') return readText(value, 64)
  if (kind === 'phone') {
    const number = mobileNumber(value)
    return number
      ? { ok: true, value: number }
      : { ok: false, code: 'malformed', text: { zh: '应为 11 位大陆手机号', en: 'expected a mainland mobile number of 11 digits' } }
  }
  const id = fold(value).toUpperCase()
  const fault = idFault(id, today)
  if (isRounded(id, fault)) {
    return {
      ok: false,
      code: 'rounded',
      text: {
        zh: '表格软件把这个号码取整了；请把该列设为文本再填',
        en: 'a spreadsheet rounded this number: set the column to text and enter it again',
      },
    }
  }
  return fault ? { ok: false, code: ID_FAULTS[fault].code, text: ID_FAULTS[fault] } : { ok: true, value: id }
}

/**
 * The content of an event as canonical JSON (keys sorted, absent fields left out): what decides whether a second
 * arrival is the same again. A void is its identity alone.
 */
export function eventContent(event: Event): string {
  if (event.isVoid) return JSON.stringify([event.source, event.id, event.revision, 'void'])
  const names = eventTypes.get(event.type)?.sortedNames ?? Object.keys(event.data).sort()
  let data = ''
  for (const name of names) {
    const value = event.data[name]
    if (value !== undefined) data += `${data === '' ? '' : ','}["${name}",${asJson(value)}]`
  }
  return `[${asJson(event.source)},${asJson(event.id)},${event.revision},"${event.type}","${event.occurredOn}",[${data}]]`
}

/** A value as JSON. Most are plain text, which needs quotes and no more. */
function asJson(value: Value): string {
  return typeof value === 'string' && /^[ !#-[\]-~]*$/.test(value) ? `"${value}"` : JSON.stringify(value)
}
