import { UnreadableBody } from '../row.ts'
import { type Archive, brokenWorkbook, openArchive } from './archive.ts'
import { isOds, odsSheets } from './ods.ts'
import type { Sheet } from './sheet.ts'
import { readSharedStrings, readStyles, readWorkbookPart, relationshipsOf } from './xlsx-parts.ts'
import { readSheet } from './xlsx-sheet.ts'

/** The part of the workbook: as the package says; in a package that says nothing, where most programs write it. */
async function workbookPartName(archive: Archive): Promise<string> {
  const relationships = [...(await relationshipsOf(archive, '')).values()]
  const part = relationships.find(({ type }) => type === 'officeDocument')?.target ?? 'xl/workbook.xml'
  if (/\.bin$/i.test(part) || archive.has('xl/workbook.bin'))
    throw new UnreadableBody(415, '这是 .xlsb 表格；请另存为 .xlsx 再传', 'this is an .xlsb workbook: save it as .xlsx and send it again')
  if (!archive.has(part) || /(^|\/)(word|ppt)\//i.test(part))
    throw new UnreadableBody(415, '收到的压缩包不是 XLSX 或 ODS 表格', 'expected an XLSX or ODS workbook, got another archive')
  return part
}

async function xlsxSheets(archive: Archive): Promise<Sheet[]> {
  const part = await workbookPartName(archive)
  const [{ dates, sheets }, relationships] = [await readWorkbookPart(archive, part), await relationshipsOf(archive, part)]
  const related = (type: string) => [...relationships.values()].find((one) => one.type === type)?.target
  const [stringsPart, stylesPart] = [related('sharedStrings'), related('styles')]
  const context = {
    dates,
    styles: stylesPart && archive.has(stylesPart) ? await readStyles(archive, stylesPart) : [],
    strings: stringsPart ? await readSharedStrings(archive, stringsPart) : [],
  }
  return sheets.flatMap(({ name, isHidden, relationship }) => {
    const target = relationships.get(relationship)
    // Sheets of a chart, of a dialog or of macros have no cells.
    if (target && target.type !== 'worksheet') return []
    const rows: Sheet['rows'] = (onMerged) => {
      if (!target) throw brokenWorkbook(`找不到工作表“${name}”`, `the sheet ${name} is missing`)
      return readSheet(archive, target.target, context, onMerged)
    }
    return [{ name, isHidden, rows }]
  })
}

/** The sheets of a workbook of Excel, WPS (.xlsx) or LibreOffice (.ods). Formulas are never evaluated. Throws UnreadableBody. */
export async function openWorkbook(body: Uint8Array): Promise<{ format: 'xlsx' | 'ods'; sheets: Sheet[] }> {
  const archive = await openArchive(body)
  if (isOds(archive)) return { format: 'ods', sheets: await odsSheets(archive) }
  return { format: 'xlsx', sheets: await xlsxSheets(archive) }
}
