import { type DecodedArray, parquetMetadata, parquetSchema } from 'hyparquet'
import { parquetHeader } from 'hyparquet/src/column.js'
import { DEFAULT_PARSERS, convert } from 'hyparquet/src/convert.js'
import { decompressPage, readDataPage } from 'hyparquet/src/datapage.js'
import { readPlain } from 'hyparquet/src/plain.js'
import { getTreePath } from 'hyparquet/src/schema.js'
import type { ColumnDecoder } from 'hyparquet/src/types.js'
import { bufferOf, compressors, readColumns } from './parquet.ts'

/** Columns of a Parquet file in memory: whole numbers as numbers. */
export interface TextsAndNumbers {
  rows: number
  texts: Record<string, string[]>
  numbers: Record<string, Float64Array>
}

type Sink = { [row: number]: string | number }

/** A page that is not one of plain or dictionary values without nulls. */
class OtherPage extends Error {}

type Group = ReturnType<typeof parquetMetadata>['row_groups'][number]

function decoderOf(column: Group['columns'][number], schema: ReturnType<typeof parquetSchema>): ColumnDecoder {
  const meta = column.meta_data!
  const schemaPath = getTreePath(schema, meta.path_in_schema)
  return { pathInSchema: meta.path_in_schema, type: meta.type, element: schemaPath.at(-1)!.element, schemaPath, codec: meta.codec, parsers: DEFAULT_PARSERS, compressors } // prettier-ignore
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** Reads the pages of a column in a row group into `sink` from row `at` on; `plain` turns a value as it is stored into one as it is wanted. */
function readChunk(
  file: ArrayBuffer,
  { column, schema, rows, at }: { column: Group['columns'][number]; schema: ReturnType<typeof parquetSchema>; rows: number; at: number },
  { sink, plain }: { sink: Sink; plain: (value: unknown) => string | number },
): void {
  const meta = column.meta_data!
  const decoder = decoderOf(column, schema)
  const start = Number(meta.dictionary_page_offset ?? meta.data_page_offset)
  const reader = { view: new DataView(file, start, Number(meta.total_compressed_size)), offset: 0 }
  const wanted = (values: DecodedArray) => Array.from(convert(values, decoder) as ArrayLike<unknown>, plain)
  let dictionary: (string | number)[] | undefined
  const end = at + rows
  while (at < end) {
    const header = parquetHeader(reader)
    const compressed = new Uint8Array(file, start + reader.offset, header.compressed_page_size)
    reader.offset += header.compressed_page_size
    const page = decompressPage(compressed, Number(header.uncompressed_page_size), decoder.codec, compressors)
    const { dictionary_page_header: ofDictionary, data_page_header: ofData } = header
    if (ofDictionary) {
      const values = readPlain({ view: viewOf(page), offset: 0 }, decoder.type, ofDictionary.num_values, decoder.element.type_length)
      dictionary = wanted(values)
      continue
    }
    if (!ofData) throw new OtherPage()
    const { definitionLevels, dataPage } = readDataPage(page, ofData, decoder)
    if (definitionLevels?.length || dataPage.length !== ofData.num_values) throw new OtherPage()
    if (ofData.encoding.endsWith('DICTIONARY')) {
      const places = dataPage as ArrayLike<number>
      for (let row = 0; row < places.length; row++) sink[at + row] = dictionary![places[row]!]!
    } else {
      const values = wanted(dataPage)
      for (let row = 0; row < values.length; row++) sink[at + row] = values[row]!
    }
    at += dataPage.length
  }
}

function readPages(body: Uint8Array, names: { texts: readonly string[]; numbers: readonly string[] }): TextsAndNumbers {
  const file = bufferOf(body)
  const metadata = parquetMetadata(file)
  const rows = Number(metadata.num_rows)
  const texts = Object.fromEntries(names.texts.map((name) => [name, new Array<string>(rows)]))
  const numbers = Object.fromEntries(names.numbers.map((name) => [name, new Float64Array(rows)]))
  const schema = parquetSchema(metadata)
  let at = 0
  for (const group of metadata.row_groups) {
    for (const column of group.columns) {
      const name = column.meta_data!.path_in_schema.join('.')
      const part = { column, schema, rows: Number(group.num_rows), at }
      if (texts[name]) readChunk(file, part, { sink: texts[name] as Sink, plain: String })
      else if (numbers[name]) readChunk(file, part, { sink: numbers[name] as Sink, plain: Number })
    }
    at += Number(group.num_rows)
  }
  return { rows, texts, numbers }
}

/**
 * Reads columns of texts and of numbers. A value that a dictionary of the file holds is converted once, which takes a fraction of the time of reading each
 * row. Files whose pages are of another kind (nulls, version 2) are read row by row.
 */
export async function readTextsAndNumbers(
  body: Uint8Array,
  names: { texts: readonly string[]; numbers: readonly string[] },
): Promise<TextsAndNumbers> {
  try {
    return readPages(body, names)
  } catch (error) {
    if (!(error instanceof OtherPage)) throw error
  }
  const columns = await readColumns(body, [...names.texts, ...names.numbers])
  const texts = Object.fromEntries(names.texts.map((name) => [name, columns.get(name) as string[]]))
  const numbers = Object.fromEntries(names.numbers.map((name) => [name, Float64Array.from(columns.get(name)!, Number)]))
  return { rows: columns.get(names.texts[0]!)!.length, texts, numbers }
}
