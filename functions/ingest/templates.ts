import { type DataValidation, writeXlsx } from 'hucre/xlsx'
import { type EventType, type Field, type FieldKind, eventTypes } from '../catalogue/catalogue.ts'
import { fieldLabels } from '../catalogue/synonyms.ts'
import { csvTable } from '../domain/csv-table.ts'
import { TEMPLATE_SHEETS } from './parsers/template-sheets.ts'
import { type Choices, choicesOf } from './template-choices.ts'

/** A column of a template: its field, how to fill it in, and the cell of the example row. */
interface TemplateColumn {
  name: string
  heading: string
  isRequired: boolean
  hint: string
  example: string
  /** What its drop-down list offers. */
  choices?: Choices
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

function column(name: string, isRequired: boolean, example: string, choices?: Choices): TemplateColumn {
  const label = fieldLabels[name]
  if (!label) throw new Error(`field ${name}: expected a label in queries/catalogue/fields.json`)
  return { name, heading: `${label.zh}（${name}）`, isRequired, hint: label.hint, example, ...(choices && { choices }) }
}

function fieldColumns(eventType: string, field: Field, isFirstOfOne: boolean, isOther: boolean): TemplateColumn[] {
  if (field.kind === 'worker') {
    return ['id_number', 'phone', 'ref'].map((kind) =>
      column(`worker.${kind}`, false, kind === 'id_number' && !isOther ? '11010519491231002X' : ''),
    )
  }
  const choices = choicesOf(eventType, field)
  const example = EXAMPLES[field.kind] ?? choices?.choices[0]!.value ?? ''
  return [column(field.name, field.isRequired || isFirstOfOne, isOther ? '' : example, choices)]
}

/**
 * The columns of an event type's template. Its example row is a void: it passes every check, is accepted, and counts nothing, even if
 * the sender forgets to delete it.
 */
function templateColumns(name: string, type: EventType): TemplateColumn[] {
  return [
    column('source', true, 'union:310115'),
    column('id', true, `示例-${name}`),
    column('type', true, type.zh, { besideHeading: '代码', choices: [{ value: type.zh, beside: name }], takesSeveral: false }),
    column('occurred_on', true, '2025-03-14'),
    column('revision', false, '1'),
    column('void', false, '是', choicesOf(name, { name: 'void', kind: 'boolean' })),
    ...type.fields.flatMap((field) =>
      fieldColumns(name, field, type.exactlyOneOf[0] === field.name, type.exactlyOneOf.slice(1).includes(field.name)),
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

/** A column that has choices, with its letter and the letter of its choices on the sheet of codes, each with its other name beside it. */
interface ListedColumn extends Choices {
  heading: string
  letter: string
  codesLetter: string
}

function listedColumns(columns: readonly TemplateColumn[]): ListedColumn[] {
  return columns
    .flatMap(({ heading, choices }, index) => (choices ? [{ ...choices, heading, letter: letter(index) }] : []))
    .map((listed, index) => ({ ...listed, codesLetter: letter(index * 2) }))
}

/** The sheet of codes: two columns for each column with choices. */
function codesSheet(listed: readonly ListedColumn[]) {
  const length = Math.max(...listed.map(({ choices }) => choices.length))
  const rows = Array.from({ length }, (_, row) =>
    listed.flatMap(({ choices }) => [choices[row]?.value ?? null, choices[row]?.beside ?? null]),
  )
  const headings = listed.flatMap(({ heading, besideHeading }) => [heading, besideHeading])
  return {
    name: TEMPLATE_SHEETS[0],
    columns: headings.map((heading) => ({ width: Math.max(18, heading.length + 6), numFmt: '@' })),
    rows: [headings, ...rows],
    freezePane: { rows: 1 },
  }
}

/** The drop-down list of a column. It names a range of the sheet of codes, since a list in the rule itself ends at 255 characters. */
function dropDown({ letter: at, codesLetter, choices, takesSeveral }: ListedColumn): DataValidation {
  return {
    type: 'list',
    formula1: `'${TEMPLATE_SHEETS[0]}'!$${codesLetter}$2:$${codesLetter}$${choices.length + 1}`,
    allowBlank: true,
    showErrorMessage: !takesSeveral,
    errorTitle: '不在代码表中',
    errorMessage: '请从下拉列表中选择',
    errorStyle: 'warning',
    range: `${at}2:${at}${LAST_ROW}`,
  }
}

/** How a column with choices is filled in. */
function choiceHint({ choices, takesSeveral }: Choices): string {
  if (takesSeveral) return '可选项见“代码”表，多项用分号隔开'
  return choices.length > 12 ? '从下拉列表选择，名称见“代码”表' : '从下拉列表选择'
}

/** The template as a workbook: text columns, drop-down lists of codes, an example row, a sheet of codes with their names and one of notes. */
export async function xlsxTemplate(name: string): Promise<Uint8Array | undefined> {
  const type = eventTypes.get(name)
  if (!type) return undefined
  const columns = templateColumns(name, type)
  const listed = listedColumns(columns)
  const notes = [
    [`${type.zh}（${name}）填报说明`],
    [`依据：${type.article}`],
    ['第 2 行是示例，“作废”为“是”，不会计入；填报时可删去。各列均为文本格式，请勿改为数字，以免身份证号末位丢失。'],
    [],
    ['列', '必填', '填法'],
    ...columns.map((one) => [
      one.heading,
      one.isRequired ? '是' : '',
      [one.hint, one.choices && choiceHint(one.choices)].filter(Boolean).join('；'),
    ]),
  ]
  return writeXlsx({
    sheets: [
      {
        name: '填报',
        columns: columns.map((one) => ({ width: Math.max(14, one.heading.length + 6), numFmt: '@' })),
        rows: [columns.map((one) => one.heading), columns.map((one) => one.example)],
        freezePane: { rows: 1 },
        dataValidations: listed.map(dropDown),
      },
      codesSheet(listed),
      { name: TEMPLATE_SHEETS[1], columns: [{ width: 34 }, { width: 8 }, { width: 60 }], rows: notes },
    ],
  })
}
