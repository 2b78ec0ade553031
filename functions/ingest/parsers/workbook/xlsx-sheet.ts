import { type Archive, brokenWorkbook } from './archive.ts'
import { type DateSystem, type NumberKind, columnNumber, shownNumber } from './cell-text.ts'
import { LAST_NOTICED_COLUMN, type MergedRange, MergedCells, type SheetRow } from './sheet.ts'
import { isSpreadsheetMl, stringCollector } from './xlsx-parts.ts'
import { type Attributes, readWholeXml, readXml } from './xml.ts'

/** What the cells of a sheet refer to. */
export interface CellContext {
  strings: readonly string[]
  /** The kind of number that each cell style shows. */
  styles: readonly NumberKind[]
  dates: DateSystem
}

/** A cell that is being read. */
interface OpenCell {
  /** Its column, from 0. */
  column: number
  type: string
  style: number
  value: string
  isFormula: boolean
}

const MAX_COLUMN = 16_384

/** A number as files have it; JavaScript takes other texts for numbers, too. */
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(E[+-]?\d+)?$/i

/** A range such as A1:C3 of rows and columns from 0; undefined for another text. */
function rangeOf(ref: string): MergedRange | undefined {
  const [, firstColumn, firstRow, lastColumn, lastRow] = /^([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?$/.exec(ref.replaceAll('$', '')) ?? []
  if (firstColumn === undefined) return undefined
  return {
    firstRow: Number(firstRow) - 1,
    lastRow: Number(lastRow ?? firstRow) - 1,
    firstColumn: columnNumber(firstColumn),
    lastColumn: columnNumber(lastColumn ?? firstColumn),
  }
}

/** The text of a cell. Throws UnreadableBody where it cannot be read for certain. */
function textOf({ type, style, value }: OpenCell, inline: string, { strings, styles, dates }: CellContext): string {
  if (type === 'inlineStr') return inline
  if (type === 'str' || type === 'e') return value
  const plain = value.trim()
  if (plain === '') return ''
  if (type === 's') {
    const text = /^\d+$/.test(plain) ? strings[Number(plain)] : undefined
    if (text === undefined) throw brokenWorkbook(`没有第 ${plain} 条共享文字`, `there is no shared text ${plain}`)
    return text
  }
  if (type === 'b') return plain === '1' || plain === 'true' ? 'true' : 'false'
  if (type === 'd') return plain.replace(/T00:00:00(\.0+)?$/, '').replace('T', ' ')
  const number = NUMBER.test(plain) ? Number(plain) : Number.NaN
  if (type !== 'n' || !Number.isFinite(number))
    throw brokenWorkbook(`单元格 ${type} 的内容 ${plain} 不是数值`, `a cell of type ${type} holds ${plain}, which is no number`)
  return shownNumber(number, styles[style] ?? 'number', dates)
}

/** Assembles rows from the elements of a sheet. */
class RowReader {
  /** Rows that are complete. */
  rows: SheetRow[] = []
  readonly #context: CellContext
  readonly #merged: MergedCells
  readonly #inline = stringCollector()
  #index = -1
  #row: SheetRow = { cells: [] }
  #column = -1
  #cell: OpenCell | undefined
  #isValue = false
  /** The ranges that formulas of several cells fill: only the first of these cells names the formula. */
  #spills: MergedRange[] = []
  #hiddenColumns: number[] | undefined

  constructor(context: CellContext, merged: MergedCells) {
    this.#context = context
    this.#merged = merged
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'c') this.#openCell(attributes)
    else if (this.#cell) {
      if (name === 'v') this.#isValue = true
      else if (name === 'f') this.#openFormula(attributes)
      else this.#inline.open(name)
    } else if (name === 'row') this.#openRow(attributes)
    else if (name === 'col') this.#openColumns(attributes)
  }

  close(name: string): void {
    if (name === 'c') this.#closeCell()
    else if (name === 'v') this.#isValue = false
    else if (name === 'row') this.#closeRow()
    else if (this.#cell) this.#inline.close(name)
  }

  text(text: string): void {
    if (!this.#cell) return
    if (this.#isValue) this.#cell.value += text
    else this.#inline.text(text)
  }

  #openFormula({ t, ref = '' }: Attributes): void {
    this.#cell!.isFormula = true
    const spill = t === 'array' || t === 'dataTable' ? rangeOf(ref) : undefined
    if (spill) this.#spills.push(spill)
  }

  #openColumns({ min, max = min, hidden, width }: Attributes): void {
    if (!/^(1|true)$/.test(hidden ?? '') && Number(width ?? 1) !== 0) return
    for (let column = Number(min) - 1; column < Math.min(Number(max), LAST_NOTICED_COLUMN); column++)
      (this.#hiddenColumns ??= []).push(column)
  }

  #isSpilled(column: number): boolean {
    return this.#spills.some(
      (range) => range.firstRow <= this.#index && this.#index <= range.lastRow && range.firstColumn <= column && column <= range.lastColumn,
    )
  }

  #openRow({ r, hidden, ht }: Attributes): void {
    const index = r === undefined ? this.#index + 1 : Number(r) - 1
    if (!(index > this.#index)) throw brokenWorkbook(`第 ${r} 行的位置不对`, `row ${r} is out of place`)
    this.#index = index
    const isHidden = hidden === '1' || hidden === 'true' || Number(ht ?? 1) === 0
    this.#row = { cells: [], ...(isHidden && { isHidden }), ...(this.#hiddenColumns && { hiddenColumns: this.#hiddenColumns }) }
    this.#column = -1
    if (this.#spills.length > 0) this.#spills = this.#spills.filter(({ lastRow }) => lastRow >= index)
  }

  #openCell({ r, t = 'n', s = '0' }: Attributes): void {
    const column = r === undefined ? this.#column + 1 : columnNumber(/^[A-Z]+/.exec(r)?.[0] ?? '')
    // A cell that is named twice has two contents, and nobody knows which one is meant.
    if (!(column > this.#column && column < MAX_COLUMN)) throw brokenWorkbook(`单元格 ${r} 的位置不对`, `cell ${r} is out of place`)
    this.#column = column
    this.#cell = { column, type: t, style: Number(s), value: '', isFormula: false }
  }

  #closeCell(): void {
    const cell = this.#cell!
    this.#cell = undefined
    const inline = this.#inline.take()
    cell.isFormula ||= this.#spills.length > 0 && this.#isSpilled(cell.column)
    if (cell.isFormula) (this.#row.formulas ??= []).push(cell.column)
    const text = cell.isFormula ? '' : textOf(cell, inline, this.#context)
    if (text === '') return
    const { cells } = this.#row
    while (cells.length < cell.column) cells.push('')
    cells.push(text)
  }

  #closeRow(): void {
    this.#merged.fill(this.#index, this.#row)
    if (this.#row.cells.length > 0 || this.#row.formulas) this.rows.push(this.#row)
  }
}

const MERGED = Buffer.from('mergeCell')

/** Whether a sheet may have merged cells: they follow its rows, which were read by then. In UTF-16 it cannot be told from the bytes. */
async function mayHaveMerged(chunks: AsyncIterable<Buffer>): Promise<boolean> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    if (rest.length === 0 && chunk.includes(0)) return true
    const bytes = Buffer.concat([rest, chunk])
    if (bytes.includes(MERGED)) return true
    rest = bytes.subarray(-MERGED.length)
  }
  return false
}

async function mergedRanges(archive: Archive, part: string): Promise<MergedRange[]> {
  const ranges: MergedRange[] = []
  const open = (name: string, { ref = '' }: Attributes) => {
    const range = name === 'mergeCell' ? rangeOf(ref) : undefined
    if (range) ranges.push(range)
  }
  await readWholeXml(archive.part(part), { open, close: () => undefined }, isSpreadsheetMl)
  return ranges
}

/** The rows of a worksheet part that have content, as `Sheet.rows` gives them. Throws UnreadableBody. */
export async function* readSheet(
  archive: Archive,
  part: string,
  context: CellContext,
  onMerged: ((cells: number) => void) | undefined,
): AsyncGenerator<SheetRow[]> {
  const ranges = (await mayHaveMerged(archive.part(part))) ? await mergedRanges(archive, part) : []
  const reader = new RowReader(context, new MergedCells(onMerged, ranges))
  for await (const _ of readXml(archive.part(part), reader, isSpreadsheetMl)) {
    if (reader.rows.length === 0) continue
    yield reader.rows
    reader.rows = []
  }
}
