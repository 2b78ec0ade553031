import { birthDay, fold } from '../domain/identifiers.ts'
import { isRecord } from './absent.ts'
import { problem } from './problems.ts'
import type { Value } from './text-field.ts'

/** Years of age of people who work: from 16 (Labour Law, article 15) to an age at which nobody drives. */
const PLAUSIBLE = { from: 16, to: 100 }

/** The age in whole years, on the day of an event, of the person whose identity number it names; negative where the person was born later. */
export function ageOn(data: unknown, occurredOn: Value | undefined): number | undefined {
  const worker = isRecord(data) ? data.worker : undefined
  const id = isRecord(worker) && typeof worker.id_number === 'string' ? fold(worker.id_number) : ''
  if (id.length !== 18 || typeof occurredOn !== 'string' || occurredOn === '') return undefined
  const birth = birthDay(id)
  if (birth > occurredOn) return -1
  const years = Number(occurredOn.slice(0, 4)) - Number(birth.slice(0, 4))
  return occurredOn.slice(5) < birth.slice(5) ? years - 1 : years
}

/** Whether somebody of that age hardly works. */
export const isImplausible = (age: number | undefined) => age !== undefined && (age < PLAUSIBLE.from || age > PLAUSIBLE.to)

/** The problem of an event of a person who was born after it. */
export const bornLater = problem('data.worker.id_number', 'out_of_range', {
  zh: '身份证号中的出生日期晚于事件日期',
  en: 'the day of birth in the identity number lies after the day of the event',
})
