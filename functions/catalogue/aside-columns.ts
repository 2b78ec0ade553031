import asideJson from '../../queries/catalogue/aside-columns.json' with { type: 'json' }
import { fold } from '../domain/identifiers.ts'

/** A heading as it is compared: full-width folded, blanks, what explains it in brackets, and its number dropped, lower case: 备注（选填）, 备注2. */
function plainHeading(heading: string): string {
  const plain = fold(heading).replace(/\s/g, '').toLowerCase()
  return plain.replace(/^[*※]+/, '').replace(/(?<=.)\([^()]*\)$/, '').replace(/(?<=\D)\d$/, '').replace(/[:*※]+$/, '') // prettier-ignore
}

const headings = new Set(asideJson.headings.map(plainHeading))

/** Whether a column numbers or annotates the rows of a list for people: it is no part of an event, and free text is not stored. */
export const isAsideColumn = (heading: string) => headings.has(plainHeading(heading))
