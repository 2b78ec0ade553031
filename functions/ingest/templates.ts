import { type DataValidation, writeXlsx } from 'hucre/xlsx'
import { type EventType, type Field, type FieldKind, codeLists, eventTypes } from '../catalogue/catalogue.ts'
import { fieldLabels } from '../catalogue/synonyms.ts'
import { csvTable } from '../domain/csv-table.ts'
import { TEMPLATE_SHEETS } from './parsers/template-sheets.ts'

/** A column of a template: its field, how to fill it in, and the cell of the example row. */
interface TemplateColumn {
  name: string
  heading: string
  isRequired: boolean
  hint: string
  example: string
  /** The choices of a drop-down list: the Chinese names of a code list. */
  words: string[]
}

const EXAMPLES: Partial<Record<FieldKind, string>> = {
  region: '310115',
  enterprise: 'local:example',
  enterprises: 'local:example',
  id: 'EXAMPLE-1',
  name: '示例',
  text: '示例',
  unit: '人',
  url: 'https://example.org/',
  day: '2025-03-14',
  count: '1',
  headcount: '1',
  number: '1',
  money: '100.00',
  boolean: '是',
  metric: 'members_total',
  sector_or_all: '全部',
  event_type: '入会',
  share: '0.865',
}

function listOf(kind: FieldKind): string | undefined {
  if (kind.startsWith('code:')) return kind.slice('code:'.length)
  return kind === 'sector_or_all' ? 'sector' : undefined
}

function column(name: string, isRequired: boolean, example: string, words: string[] = []): TemplateColumn {
  const label = fieldLabels[name]
  if (!label) throw new Error(`field ${name}: expected a label in queries/catalogue/fields.json`)
  return { name, heading: `${label.zh}（${name}）`, isRequired, hint: label.hint, example, words }
}

function fieldColumns(field: Field, isFirstOfOne: boolean, isOther: boolean): TemplateColumn[] {
  if (field.kind === 'worker') {
    return ['id_number', 'phone', 'ref'].map((kind) =>
      column(`worker.${kind}`, false, kind === 'id_number' && !isOther ? '11010519491231002X' : ''),
    )
  }
  const list = listOf(field.kind)
  const words = list ? Object.values(codeLists[list]!.codes).map((code) => code.zh) : field.kind === 'boolean' ? ['是', '否'] : []
  const topics = field.kind.startsWith('codes:') ? Object.values(codeLists[field.kind.slice('codes:'.length)]!.codes)[0]!.zh : undefined
  const example = EXAMPLES[field.kind] ?? topics ?? words[0] ?? ''
  return [
    column(
      field.name,
      field.isRequired || isFirstOfOne,
      isOther ? '' : example,
      field.kind === 'sector_or_all' ? ['全部', ...words] : words,
    ),
  ]
}

/**
 * The columns of an event type's template. Its example row is a void: it passes every check, is accepted, and counts nothing, even if
 * the sender forgets to delete it.
 */
function templateColumns(name: string, type: EventType): TemplateColumn[] {
  return [
    column('source', true, 'union:310115'),
    column('id', true, `示例-${name}`),
    column('type', true, type.zh, [type.zh]),
    column('occurred_on', true, '2025-03-14'),
    column('revision', false, '1'),
    column('void', false, '是', ['是', '否']),
    ...type.fields.flatMap((field) =>
      fieldColumns(field, type.exactlyOneOf[0] === field.name, type.exactlyOneOf.slice(1).includes(field.name)),
    ),
  ]
}

/** The names of the event types that have a template: all event types. */
export const templateTypes = [...eventTypes.keys()]

/** The template of an event type as CSV, with a byte order mark for Excel and WPS. Undefined for an unknown type. */
export function csvTemplate(name: string): string | undefined {
  const type = eventTypes.get(name)
  if (!type) return undefined
  const columns = templateColumns(name, type)
  return csvTable([columns.map((one) => one.heading), columns.map((one) => one.example)])
}

const LAST_ROW = 5000

const letter = (index: number): string => (index < 26 ? '' : letter(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26))

/** The template as a workbook: text columns, drop-down lists of codes, an example row, a sheet of codes and one of notes. */
export async function xlsxTemplate(name: string): Promise<Uint8Array | undefined> {
  const type = eventTypes.get(name)
  if (!type) return undefined
  const columns = templateColumns(name, type)
  const listed = columns.filter((one) => one.words.length > 0)
  const codeRows = Array.from({ length: Math.max(...listed.map((one) => one.words.length)) + 1 }, (_, row) =>
    listed.map((one) => (row === 0 ? one.heading : (one.words[row - 1] ?? null))),
  )
  const dataValidations = listed.map((one, index): DataValidation => {
    const at = letter(columns.indexOf(one))
    const source = letter(index)
    return {
      type: 'list',
      formula1: `代码!$${source}$2:$${source}$${one.words.length + 1}`,
      allowBlank: true,
      showErrorMessage: true,
      errorTitle: '不在代码表中',
      errorMessage: '请从下拉列表中选择',
      errorStyle: 'warning',
      range: `${at}2:${at}${LAST_ROW}`,
    }
  })
  const notes = [
    [`${type.zh}（${name}）填报说明`],
    [`依据：${type.article}`],
    ['第 2 行是示例，“作废”为“是”，不会计入；填报时可删去。各列均为文本格式，请勿改为数字，以免身份证号末位丢失。'],
    [],
    ['列', '必填', '填法'],
    ...columns.map((one) => [
      one.heading,
      one.isRequired ? '是' : '',
      [one.hint, one.words.length > 0 ? '从下拉列表选择' : ''].filter(Boolean).join('；'),
    ]),
  ]
  return writeXlsx({
    sheets: [
      {
        name: '填报',
        columns: columns.map((one) => ({ width: Math.max(14, one.heading.length + 6), numFmt: '@' })),
        rows: [columns.map((one) => one.heading), columns.map((one) => one.example)],
        freezePane: { rows: 1 },
        dataValidations,
      },
      { name: TEMPLATE_SHEETS[0], rows: codeRows },
      { name: TEMPLATE_SHEETS[1], columns: [{ width: 34 }, { width: 8 }, { width: 60 }], rows: notes },
    ],
  })
}
