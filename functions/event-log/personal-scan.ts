import { hash } from 'node:crypto'
import { eventTypes } from '../catalogue/catalogue.ts'
import { isEnterpriseId } from '../domain/identifiers.ts'
import { personalNumbersIn } from '../domain/personal-numbers.ts'
import { withoutPersonalNumbers } from '../events/problems.ts'
import type { FingerprintedEvent } from './fingerprint.ts'

/** The version of the rule by which files are scanned. A file that was scanned by an earlier one is scanned again. */
export const SCAN_RULE = 1

/** The number of a person in a text of a stored event. It does not show the number. */
export interface Finding {
  /** Names the event and the field, whatever file the event is in. */
  finding: string
  source: string
  id: string
  revision: number
  field: string
  kind: 'id_number' | 'phone'
}

/** What the scan of a file found. */
export interface FileScan {
  rule: number
  findings: Finding[]
}

const KINDS_OF_TEXT = /^(id|name|text|unit|url|enterprise|enterprises)$/

/** The fields that hold what somebody wrote. Counts, amounts, days, codes of lists, hashes and pseudonyms are not scanned. */
export const TEXT_FIELDS: ReadonlySet<string> = new Set(
  [...eventTypes.values()].flatMap(({ fields }) => fields.filter(({ kind }) => KINDS_OF_TEXT.test(kind)).map(({ name }) => name)),
)

const isCreditCode = (text: string) => text.length === 18 && isEnterpriseId(text)

const namedBy = (source: string, id: string, revision: number, field: string) =>
  hash('sha256', JSON.stringify([source, id, revision, field]), 'hex').slice(0, 16)

/** Scans the texts of events for the numbers of people. */
export function scanEvents(events: readonly FingerprintedEvent[]): Finding[] {
  const findings: Finding[] = []
  const look = ({ event: { source, id, revision } }: FingerprintedEvent, field: string, text: string) => {
    const [found] = text.length < 11 || isCreditCode(text) ? [] : personalNumbersIn(text)
    if (!found) return
    findings.push({
      finding: namedBy(source, id, revision, field),
      source: withoutPersonalNumbers(source),
      id: withoutPersonalNumbers(id),
      revision,
      field,
      kind: found.kind,
    })
  }
  for (const one of events) {
    look(one, 'source', one.event.source)
    look(one, 'id', one.event.id)
    const { data } = one.event
    for (const field in data) {
      const value = data[field]
      if (typeof value === 'string') {
        if (value.length >= 11 && TEXT_FIELDS.has(field)) look(one, `data.${field}`, value)
      } else if (Array.isArray(value) && TEXT_FIELDS.has(field)) for (const item of value) look(one, `data.${field}`, item)
    }
  }
  return findings
}
