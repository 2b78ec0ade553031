import type { Archive } from './archive.ts'
import { paddedNumber } from './cell-text.ts'
import { LAST_NOTICED_COLUMN, MergedCells, type Sheet, type SheetRow } from './sheet.ts'
import { type Attributes, attribute, readWholeXml, readXml } from './xml.ts'

const CONTENT = 'content.xml'

const isOpenDocument = (namespace: string) => namespace.startsWith('urn:oasis:names:tc:opendocument:xmlns:')

/** A cell that repeats further than this repeats its formatting, not its content. */
const MAX_REPEATED = 16_384

/** What stands in a cell and is not its content: comments, the reading that 拼音指南 writes above a word, drawings. */
const ASIDE = new Set(['annotation', 'ruby-text', 'frame', 'shapes', 'custom-shape', 'note'])

/** A cell that is being read. */
interface OpenCell {
  type: string
  value: string
  repeated: number
  rowsSpanned: number
  columnsSpanned: number
  isFormula: boolean
  paragraphs: string[]
}

function openedCell(attributes: Attributes): OpenCell {
  const type = attribute(attributes, 'value-type') ?? ''
  const value = { date: 'date-value', boolean: 'boolean-value', string: 'string-value' }[type] ?? 'value'
  return {
    type,
    value: attribute(attributes, value) ?? '',
    repeated: Number(attribute(attributes, 'number-columns-repeated') ?? 1),
    rowsSpanned: Number(attribute(attributes, 'number-rows-spanned') ?? 1),
    columnsSpanned: Number(attribute(attributes, 'number-columns-spanned') ?? 1),
    isFormula: attribute(attributes, 'formula') !== undefined,
    paragraphs: [],
  }
}

/** Whether a row or column is hidden, by hand or by a filter. */
const isHidden = (attributes: Attributes) => /^(collapse|filter)$/.test(attribute(attributes, 'visibility') ?? '')

/** The text of a cell. A time is read as it is shown. */
function textOf({ type, value, paragraphs }: OpenCell): string {
  // A number that is shown with zeros before it has as many digits as are shown.
  const zeros = type === 'float' && /^0\d+$/.test(paragraphs[0] ?? '') ? paragraphs[0]!.length : 0
  if (['float', 'percentage', 'currency'].includes(type) && value !== '') return paddedNumber(Number(value), zeros)
  if (type === 'date') return value.replace(/T00:00:00(\.0+)?$/, '').replace('T', ' ')
  if (type === 'boolean') return value
  return value === '' ? paragraphs.join('\n') : value
}

/** Assembles the rows of one table from the elements of a document. */
class TableReader {
  /** Rows that are complete. */
  rows: SheetRow[] = []
  readonly #table: number
  readonly #merged: MergedCells
  #tables = -1
  #index = 0
  #repeated = 1
  #row: SheetRow = { cells: [] }
  #column = 0
  #cell: OpenCell | undefined
  #isParagraph = false
  #aside = 0
  #columns = 0
  readonly #hiddenColumns: number[] = []

  constructor(table: number, onMerged: ((cells: number) => void) | undefined) {
    this.#table = table
    this.#merged = new MergedCells(onMerged)
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'table') this.#tables++
    if (this.#tables !== this.#table) return
    if (ASIDE.has(name)) this.#aside++
    else if (name === 'table-row') {
      this.#repeated = Number(attribute(attributes, 'number-rows-repeated') ?? 1)
      this.#row = {
        cells: [],
        ...(isHidden(attributes) && { isHidden: true }),
        ...(this.#hiddenColumns.length > 0 && { hiddenColumns: this.#hiddenColumns }),
      }
      this.#column = 0
    } else if (name === 'table-column') {
      const repeated = Number(attribute(attributes, 'number-columns-repeated') ?? 1)
      const end = Math.min(this.#columns + repeated, LAST_NOTICED_COLUMN)
      if (isHidden(attributes)) for (let column = this.#columns; column < end; column++) this.#hiddenColumns.push(column)
      this.#columns += repeated
    } else if (name === 'table-cell' || name === 'covered-table-cell') this.#cell = openedCell(attributes)
    else if (this.#cell && this.#aside === 0) this.#openText(name, attributes)
  }

  close(name: string): void {
    if (this.#tables !== this.#table) return
    if (ASIDE.has(name)) this.#aside--
    else if (this.#aside > 0) return
    else if (name === 'p') this.#isParagraph = false
    else if (name === 'table-cell' || name === 'covered-table-cell') this.#closeCell()
    else if (name === 'table-row') this.#closeRow()
  }

  text(text: string): void {
    if (this.#isParagraph && this.#aside === 0) this.#add(text.replace(/[ \t\r\n]+/g, ' '))
  }

  #add(text: string): void {
    const { paragraphs } = this.#cell!
    paragraphs.push(`${paragraphs.pop()!}${text}`)
  }

  #openText(name: string, attributes: Attributes): void {
    if (name === 'p') {
      this.#isParagraph = true
      this.#cell!.paragraphs.push('')
    } else if (!this.#isParagraph) return
    else if (name === 's') this.#add(' '.repeat(Math.min(Number(attribute(attributes, 'c') ?? 1), 1000)))
    else if (name === 'tab') this.#add('\t')
    else if (name === 'line-break') this.#add('\n')
  }

  #closeCell(): void {
    const cell = this.#cell!
    this.#cell = undefined
    this.#isParagraph = false
    const { repeated, rowsSpanned, columnsSpanned, isFormula } = cell
    const text = isFormula ? '' : textOf(cell)
    if (text !== '' || isFormula) {
      for (let column = this.#column; column < this.#column + Math.min(repeated, MAX_REPEATED); column++) {
        if (isFormula) (this.#row.formulas ??= []).push(column)
        while (this.#row.cells.length < column) this.#row.cells.push('')
        this.#row.cells[column] = text
      }
    }
    this.#merged.add({
      firstRow: this.#index,
      lastRow: this.#index + rowsSpanned - 1,
      firstColumn: this.#column,
      lastColumn: this.#column + columnsSpanned - 1,
    })
    this.#column += repeated
  }

  #closeRow(): void {
    const first = this.#row
    const isEmpty = first.cells.length === 0 && !first.formulas
    const copies = Math.min(this.#repeated, MAX_REPEATED)
    for (let copy = 0; copy < copies; copy++) {
      const row = { ...first, cells: [...first.cells], ...(first.formulas && { formulas: [...first.formulas] }) }
      this.#merged.fill(this.#index + copy, row)
      if (row.cells.length > 0 || row.formulas) this.rows.push(row)
      else if (isEmpty && copy > 1000) break
    }
    this.#index += this.#repeated
  }
}

/** Whether an archive is an OpenDocument file. */
export const isOds = (archive: Archive) => archive.has(CONTENT) && archive.has('META-INF/manifest.xml')

/** The sheets of an OpenDocument spreadsheet (.ods). Throws UnreadableBody. */
export async function odsSheets(archive: Archive): Promise<Sheet[]> {
  const hiddenStyles = new Set<string>()
  const tables: { name: string; isHidden: boolean }[] = []
  let style = ''
  const open = (name: string, attributes: Attributes) => {
    if (name === 'style') style = attribute(attributes, 'name') ?? ''
    else if (name === 'table-properties' && attribute(attributes, 'display') === 'false') hiddenStyles.add(style)
    else if (name === 'table') {
      const isHidden = hiddenStyles.has(attribute(attributes, 'style-name') ?? '')
      tables.push({ name: attribute(attributes, 'name') ?? '', isHidden })
    }
  }
  await readWholeXml(archive.part(CONTENT), { open, close: () => undefined }, isOpenDocument)
  return tables.map((table, index) => ({
    ...table,
    async *rows(onMerged) {
      const reader = new TableReader(index, onMerged)
      for await (const _ of readXml(archive.part(CONTENT), reader, isOpenDocument)) {
        if (reader.rows.length === 0) continue
        yield reader.rows
        reader.rows = []
      }
    },
  }))
}
