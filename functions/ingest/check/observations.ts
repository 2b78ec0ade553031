import { plainCell } from '../../domain/written-cell.ts'
import { isRecord } from '../../events/absent.ts'
import type { Row } from '../parsers/row.ts'

/** Observations about the rows of an upload that its sender should know. */
export interface Observations {
  /** Length of the longest series of identity numbers that go up by one; 1 if there is none. */
  longestDragFill: number
  /** Rows that were rejected because they hold formulas. */
  formulas: number
  /** Rows with text that begins like a formula. */
  formulaLike: number
  /** Accepted rows of people who were too young or too old to work on the day of the event. */
  implausibleAges: number
  /** Accepted rows whose source or id has full-width characters: they are compared as they are, and people do not see the difference. */
  fullWidth: number
  /** Accepted rows with an id of more than 15 digits, those of them that have zeros only from the 16th on, and how many zeros these are. */
  longIds: number
  zeroedIds: number
  zeros: number
  /** The sources of accepted rows, the first few. */
  sources: string[]
}

/** More sources than an office has; the rest of an upload is not compared. */
const MOST_SOURCES = 200

export const noObservations = (): Observations => ({
  longestDragFill: 1,
  formulas: 0,
  formulaLike: 0,
  implausibleAges: 0,
  fullWidth: 0,
  longIds: 0,
  zeroedIds: 0,
  zeros: 0,
  sources: [],
})

/** Adds the observations of one chunk to those of the upload. */
export function addObservations(total: Observations, chunk: Observations): void {
  total.longestDragFill = Math.max(total.longestDragFill, chunk.longestDragFill)
  total.formulas += chunk.formulas
  total.formulaLike += chunk.formulaLike
  total.implausibleAges += chunk.implausibleAges
  total.fullWidth += chunk.fullWidth
  total.longIds += chunk.longIds
  total.zeroedIds += chunk.zeroedIds
  total.zeros += chunk.zeros
  total.sources = [...new Set([...total.sources, ...chunk.sources])].slice(0, MOST_SOURCES)
}

/** Whether a text has characters that stand for narrower ones, such as １ or ：. */
const isFullWidth = (text: string) => /[^\x20-\x7e]/.test(text) && /[\uff01-\uff5e\u3000]/.test(text)

/** The identity number in a table's row, as it was printed; empty if there is none of 18 digits. */
function printedIdNumber(row: Row): string {
  if (!row.ok || !isRecord(row.raw) || !isRecord(row.raw.data) || !isRecord(row.raw.data.worker)) return ''
  const printed = row.raw.data.worker.id_number
  return typeof printed === 'string' && /^\d{18}$/.test(printed.trim()) ? printed.trim() : ''
}

/** Watches the rows of a chunk in order. */
export class RowObserver {
  readonly observations = noObservations()
  #previousNumber = ''
  #series = 1

  /** Observes a row; returns whether its identity number is exactly one more than that of the row before. */
  observe(row: Row): boolean {
    if (!row.ok && row.code === 'formula') this.observations.formulas++
    if (!row.cells) {
      this.#previousNumber = ''
      return false
    }
    if (row.cells.some((cell) => /^[=@]/.test(plainCell(cell)))) this.observations.formulaLike++
    return this.#continuesSeries(printedIdNumber(row))
  }

  /** Observes how the source and id of an accepted row are written. */
  identified(source: string, id: string): void {
    const { sources } = this.observations
    if (sources.length < MOST_SOURCES && !sources.includes(source)) sources.push(source)
    if (id.length > 15 && /^\d+$/.test(id)) {
      this.observations.longIds++
      if (/^0+$/.test(id.slice(15))) {
        this.observations.zeroedIds++
        this.observations.zeros += id.length - 15
      }
    }
    if (isFullWidth(source) || isFullWidth(id)) this.observations.fullWidth++
  }

  #continuesSeries(number: string): boolean {
    const continues = this.#previousNumber !== '' && number !== '' && BigInt(number) === BigInt(this.#previousNumber) + 1n
    this.#series = continues ? this.#series + 1 : 1
    this.#previousNumber = number
    this.observations.longestDragFill = Math.max(this.observations.longestDragFill, this.#series)
    return continues
  }
}
