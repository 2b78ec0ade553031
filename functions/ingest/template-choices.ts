import { type Field, type FieldKind, codeLists, eventTypes } from '../catalogue/catalogue.ts'
import { checks } from '../catalogue/checks.ts'
import { type MetricDefinition, registry } from '../catalogue/registry.ts'

/** An entry of a drop-down list: what goes into the cell, and what stands beside it on the sheet of codes. */
export interface Choice {
  value: string
  beside: string
}

/** The choices of a column, under the headings that they have on the sheet of codes. */
export interface Choices {
  /** What stands beside a choice: a name beside a code, or a code beside a name. */
  besideHeading: '代码' | '名称'
  choices: readonly Choice[]
  /** Several choices may stand in one cell, joined by `;`, so that a cell may hold what is not on the list. */
  takesSeveral: boolean
}

const named = (codes: Readonly<Record<string, { zh: string }>>): Choice[] =>
  Object.entries(codes).map(([code, { zh }]) => ({ value: zh, beside: code }))

const byName = (choices: Choice[], takesSeveral = false): Choices => ({ besideHeading: '代码', choices, takesSeveral })

const byCode = (choices: Choice[]): Choices => ({ besideHeading: '名称', choices, takesSeveral: false })

const GROUPS: readonly MetricDefinition['group'][] = ['core', 'measures', 'acts', 'published', 'targets']

/** The metrics that an event may name: for a target those that a target can be set on; for a figure all, with those that others publish first. */
function metricChoices(eventType: string): Choice[] {
  const isTarget = eventType === 'target.set'
  const rank = ({ group }: MetricDefinition) => (group === 'published' && !isTarget ? -1 : GROUPS.indexOf(group))
  return [...registry.values()]
    .filter(({ targetable }) => targetable || !isTarget)
    .sort((a, b) => rank(a) - rank(b))
    .map(({ code, name }) => ({ value: code, beside: name.zh }))
}

function listOf(kind: FieldKind): Choices | undefined {
  if (kind.startsWith('code:')) return byName(named(codeLists[kind.slice('code:'.length)]!.codes))
  if (kind.startsWith('codes:')) return byName(named(codeLists[kind.slice('codes:'.length)]!.codes), true)
  return undefined
}

/** The choices that a template offers for a field of an event type: a closed list; undefined for a field that is not one. */
export function choicesOf(eventType: string, { name, kind }: Pick<Field, 'name' | 'kind'>): Choices | undefined {
  if (name === 'check_id') return byCode(Object.entries(checks).map(([id, { zh }]) => ({ value: id, beside: zh })))
  switch (kind) {
    case 'boolean':
      return byName(['是', '否'].map((value) => ({ value, beside: value })))
    case 'sector_or_all':
      return byName([{ value: '全部', beside: 'all' }, ...named(codeLists.sector!.codes)])
    case 'metric':
      return byCode(metricChoices(eventType))
    case 'event_type':
      return byName(named(Object.fromEntries(eventTypes)))
    default:
      return listOf(kind)
  }
}
