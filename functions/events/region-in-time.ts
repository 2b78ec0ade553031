import { eventTypes } from '../catalogue/catalogue.ts'
import { findFormerRegion, type FormerRegion } from '../catalogue/former-regions.ts'
import { findRegion } from '../catalogue/regions.ts'
import { type Problem, problem } from './problems.ts'
import type { Value } from './text-field.ts'

const regionFields = [
  ...new Set([...eventTypes.values()].flatMap(({ fields }) => fields.filter(({ kind }) => kind === 'region').map(({ name }) => name))),
]

/**
 * The problems of regions that were valid neither on the day of the event nor are today (functions/docs/contract.md, section 5, *Regions in time*). What is
 * in the table of today is taken on every day; a void that names no day is judged by none.
 */
export function regionsOfAnotherTime(data: Readonly<Record<string, Value>>, occurredOn: Value | undefined): Problem[] {
  if (typeof occurredOn !== 'string' || occurredOn === '') return []
  const problems: Problem[] = []
  for (const name of regionFields) {
    const code = data[name]
    const region = typeof code === 'string' ? findFormerRegion(code) : undefined
    if (region === undefined || (region.validFrom <= occurredOn && occurredOn <= region.validTo)) continue
    problems.push(notValid(`data.${name}`, region, occurredOn))
  }
  return problems
}

function notValid(field: string, { code, name, validFrom, validTo, successors }: FormerRegion, occurredOn: string): Problem {
  const successor = successors.map((one) => findRegion(one)!)
  return problem(field, 'region_not_valid', {
    zh: `${code} ${name}自 ${validFrom} 至 ${validTo} 有效，事件发生在 ${occurredOn}；该地区现为 ${successor.map((one) => `${one.code} ${one.name}`).join('、')}`,
    en: `${code} ${name} was valid from ${validFrom} to ${validTo}, and the event is of ${occurredOn}; the region is now ${successor.map((one) => `${one.code} ${one.nameEn}`).join(', ')}`,
  })
}
