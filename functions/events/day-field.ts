import { type Day, FIRST_DAY, addDays, isDay } from '../domain/calendar.ts'
import { fold } from '../domain/identifiers.ts'
import { shown } from './problems.ts'
import { type FieldRead, accepted, rejected, wrongType } from './text-field.ts'

/** The first and last serial number of Excel's 1900 calendar that is read as a day: 2000-01-01 to 2099-12-31. */
const SERIALS = [36526, 73050] as const

/** A day from the forms people write: 2025-03-14, 2025/3/14, 2025.3.14, 20250314, 2025年3月14日, or Excel's number of days. */
function plainDay(text: string): string | undefined {
  const match = /^(\d{4})(?:-|\/|\.|年)(\d{1,2})(?:-|\/|\.|月)(\d{1,2})日?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  if (match) return `${match[1]}-${match[2]!.padStart(2, '0')}-${match[3]!.padStart(2, '0')}`
  const serial = /^\d{5}$/.test(text) ? Number(text) : 0
  return serial >= SERIALS[0] && serial <= SERIALS[1] ? addDays('1899-12-30', serial) : undefined
}

/** A calendar day of any year. A day that can be read in two ways is rejected. */
export function readDay(value: unknown): FieldRead {
  if (typeof value !== 'string') return wrongType('日期（如 2025-03-14）', 'a day such as 2025-03-14', value)
  if (isDay(value)) return accepted(value)
  const text = fold(value)
  const day = plainDay(text)
  if (day && isDay(day)) return accepted(day)
  if (/^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}$/.test(text)) {
    return rejected('ambiguous', `${text} 分不清年月日的先后，请写成 2025-03-14`, `${text} can be read in several ways: write 2025-03-14`)
  }
  return rejected(
    'malformed',
    `应为真实日期，如 2025-03-14，收到 ${shown(value)}`,
    `expected a real day such as 2025-03-14, got ${shown(value)}`,
  )
}

/** The day an event happened: from 2015-01-01 to tomorrow in Shanghai. */
export function readOccurredOn(value: unknown, last: Day): FieldRead {
  const read = readDay(value)
  if (!read.ok) return read
  if ((read.value as string) < FIRST_DAY || (read.value as string) > last) {
    return rejected(
      'out_of_range',
      `应在 ${FIRST_DAY} 到 ${last} 之间，收到 ${read.value}`,
      `expected ${FIRST_DAY} to ${last}, got ${read.value}`,
    )
  }
  return read
}
