import type { Day } from '../domain/calendar.ts'
import { type IdFault, fold, idFault, mobileNumber, withoutFraction } from '../domain/identifiers.ts'
import { isAbsent, isRecord } from './absent.ts'
import { isNoValue } from './no-value.ts'
import { type FieldRead, asText, isRounded, noValue, readOpaque, rounded, wrongType } from './text-field.ts'
import { HIDDEN, type Problem, problem, unknownField } from './problems.ts'

/** The three name spaces of people. An identifier of one never equals an identifier of another. */
export type IdentifierKind = 'id_number' | 'phone' | 'ref'

/** What reading an event needs from outside. */
export interface ReadingRules {
  /** Today in Shanghai. */
  today: Day
  /** The last day that an event may have: tomorrow in Shanghai. */
  lastDay: Day
  /** Whether events may say on which day they were received: only those of a simulated dataset. */
  takesReceivedOn?: boolean
  /** The keyed pseudonym of a person; the plain identifier is passed to nothing else. */
  pseudonym(kind: IdentifierKind, identifier: string): string
}

/** The identifiers in the order in which an event counts for one of them. */
const IDENTIFIERS: IdentifierKind[] = ['id_number', 'phone', 'ref']

/**
 * The pseudonyms of a person as they are stored. An event that names one identifier has its pseudonym as `worker` and no other, as all
 * events had before several were allowed.
 */
export interface WorkerData {
  worker: string
  worker_id_number?: string
  worker_phone?: string
  worker_ref?: string
  /** Set where `worker` is the pseudonym of a phone. */
  worker_known_by?: 'phone'
}

/** Reads a person and returns the pseudonyms, or adds what is wrong to `problems`. No message carries an identifier itself. */
export function readWorker(value: unknown, rules: ReadingRules, problems: Problem[]): WorkerData | undefined {
  if (!isRecord(value)) {
    problems.push(
      problem('data.worker', 'wrong_type', {
        zh: '应为对象，含 id_number、phone、ref 中至少一项',
        en: 'expected an object with at least one of id_number, phone, ref',
      }),
    )
    return undefined
  }
  const before = problems.length
  for (const key of Object.keys(value)) {
    if (!IDENTIFIERS.includes(key as IdentifierKind) && !isAbsent(value[key])) problems.push(unknownField(`data.worker.${key}`))
  }
  const given = IDENTIFIERS.filter((kind) => !isAbsent(value[kind]))
  if (given.length === 0) {
    problems.push(
      problem('data.worker', 'required', {
        zh: 'id_number、phone、ref 至少填一项',
        en: 'at least one of id_number, phone, ref is required',
      }),
    )
  }
  const plain: Partial<Record<IdentifierKind, string>> = {}
  for (const kind of given) {
    const read = readIdentifier(kind, value[kind], rules.today)
    if (read.ok) plain[kind] = read.value as string
    else problems.push(problem(`data.worker.${kind}`, read.code, read.text))
  }
  if (problems.length > before) return undefined
  const first = given[0]!
  const data: WorkerData = { worker: rules.pseudonym(first, plain[first]!) }
  if (given.length > 1) for (const kind of given) data[`worker_${kind}`] = rules.pseudonym(kind, plain[kind]!)
  if (first === 'phone') data.worker_known_by = 'phone'
  return data
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
const hasLostDigits = (text: string, fault: IdFault | undefined) => fault === 'check' && /^\d{15}000$/.test(text)

function readIdentifier(kind: IdentifierKind, value: unknown, today: Day): FieldRead {
  if (isRounded(value)) return rounded()
  const given = asText(value)
  if (given === undefined) return wrongType('文本', 'text', value)
  if (isNoValue(given)) return noValue(given)
  if (given.trim() === HIDDEN) {
    return {
      ok: false,
      code: 'required',
      text: { zh: '号码已隐去，请重新填写', en: 'the identifier was hidden: enter it again' },
    }
  }
  if (kind === 'ref') return readOpaque(given, 64)
  if (kind === 'phone') {
    const number = mobileNumber(given)
    return number
      ? { ok: true, value: number }
      : { ok: false, code: 'malformed', text: { zh: '应为 11 位大陆手机号', en: 'expected a mainland mobile number of 11 digits' } }
  }
  const id = withoutFraction(fold(given)).toUpperCase()
  const fault = idFault(id, today)
  if (hasLostDigits(id, fault)) return rounded()
  return fault ? { ok: false, code: ID_FAULTS[fault].code, text: ID_FAULTS[fault] } : { ok: true, value: id }
}
