/** A workbook that another reader reads otherwise, and why. */
export interface Difference {
  file: string
  reader: 'openpyxl' | 'calamine'
  why: string
}

const CASES = 'test/fixtures/cases'
const NO_CONTENT_TYPES = 'It refuses a package whose list of content types names no workbook; we follow the relationships.'
const NAMES_AS_WRITTEN =
  'It looks for parts by the letter; names of parts depend neither on case nor on the slash (ECMA-376 part 2, 6.2.2).'

/** Each is checked: one that is no difference any more fails. */
export const differences: readonly Difference[] = [
  { file: `${CASES}/fail-03/error-cells.xlsx`, reader: 'calamine', why: 'It gives nothing for an error; we give its words, so that the row says #N/A.' },
  { file: `${CASES}/fail-15/ghost-rows.xlsx`, reader: 'openpyxl', why: NO_CONTENT_TYPES },
  { file: `${CASES}/fail-16/ghost-columns.xlsx`, reader: 'openpyxl', why: NO_CONTENT_TYPES },
  { file: `${CASES}/fail-36/phonetic-inline.xlsx`, reader: 'openpyxl', why: NO_CONTENT_TYPES },
  { file: `${CASES}/fail-39/backslash.xlsx`, reader: 'openpyxl', why: NAMES_AS_WRITTEN },
  { file: `${CASES}/fail-39/other-case.xlsx`, reader: 'openpyxl', why: NAMES_AS_WRITTEN },
  { file: `${CASES}/fail-41/x000d.xlsx`, reader: 'openpyxl', why: 'It leaves _x000D_ as it is written; it stands for a carriage return (ECMA-376 part 1, 22.9.2.19).' },
] // prettier-ignore
