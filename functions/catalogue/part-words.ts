import fieldsJson from '../../queries/catalogue/fields.json' with { type: 'json' }
import partNamesJson from '../../queries/catalogue/part-names.json' with { type: 'json' }
import type { Bilingual } from '../domain/language.ts'
import { codeLists, countedMetrics, eventTypes } from './catalogue.ts'
import { listOf } from './event-type.ts'
import { fieldOfPart } from './parts.ts'

/** The event type whose fields the parts of a metric name: that of the thing or act that it counts, the first of those that record it. */
const typeOfParts = (metric: string): string | undefined => countedMetrics[metric]?.recorded_by[0]!.type

/** A condition of a part: a field and a code of it, or a mark without a code (`answered`), which has words of its own. */
interface Condition {
  field: string
  code: string
}

/** Reads a condition: `kind=publicity`, a mark, or the code of a kind (of a basis, for workforce) alone. */
export function conditionOf(metric: string, text: string): Condition {
  if (Object.hasOwn(partNamesJson, text)) return { field: text, code: '' }
  const [field = '', code] = text.split('=')
  if (code !== undefined) return { field, code }
  return { field: countedMetrics[metric]?.by === 'basis' ? 'basis' : 'kind', code: field }
}

/** Where the codes of a field are named: `kind` has another list in every event type. */
function codesOf(metric: string, field: string): { label: Bilingual; list: string | undefined } {
  const type = eventTypes.get(field === 'basis' ? 'workforce.reported' : (typeOfParts(metric) ?? ''))
  const own = type?.fields.find(({ name }) => name === fieldOfPart(field) || name === field)
  const { zh, en } = fieldsJson[own?.name ?? field] ?? { zh: field, en: field }
  return { label: { zh, en }, list: own && listOf(own.kind) }
}

/** Quotation marks inside a quotation are single ones. */
const quoted = (text: string) => `“${text.replaceAll('“', '‘').replaceAll('”', '’')}”`

/** "whose kind is “a”, “b” or “c”", for the codes of one field. */
function fieldWords(metric: string, field: string, codes: readonly string[]): Bilingual {
  const named = partNamesJson[field]
  if (named) return { zh: named.zh.replace(/的$/, ''), en: named.en }
  const { label, list } = codesOf(metric, field)
  const names = codes.map((code) => codeLists[list ?? '']?.codes[code] ?? { zh: code, en: code })
  const zh = names.map((name) => quoted(name.zh))
  const en = names.map((name) => quoted(name.en))
  return {
    zh: `${label.zh}为${zh.length > 1 ? `${zh.slice(0, -1).join('、')}或${zh.at(-1)}` : zh[0]}`,
    en: `whose ${label.en} is ${en.length > 1 ? `${en.slice(0, -1).join(', ')} or ${en.at(-1)}` : en[0]}`,
  }
}

/** The codes of each field over all parts, where the parts are every combination of them; else undefined. */
function product(parts: readonly Condition[][]): Map<string, string[]> | undefined {
  const fields = new Map<string, Set<string>>()
  for (const { field, code } of parts.flat()) fields.set(field, (fields.get(field) ?? new Set()).add(code))
  const size = [...fields.values()].reduce((total, codes) => total * codes.size, 1)
  const isProduct = size === parts.length && parts.every((part) => part.length === fields.size)
  return isProduct ? new Map([...fields].map(([field, codes]) => [field, [...codes]])) : undefined
}

/** Parts of a metric in words that follow "only those": 类型为“宣传”的; whose kind is “publicity”. */
export function partWords(metric: string, parts: readonly string[]): Bilingual {
  const conditions = parts.map((part) => part.split('&').map((text) => conditionOf(metric, text)))
  const whole = product(conditions)
  const groups = whole ? [whole] : conditions.map((part) => new Map(part.map(({ field, code }) => [field, [code]])))
  const words = groups.map((fields) => [...fields].map(([field, codes]) => fieldWords(metric, field, codes)))
  return {
    zh: `${words.map((part) => part.map(({ zh }) => zh).join('、')).join('，或')}的`,
    en: words.map((part) => part.map(({ en }) => en).join(' and ')).join(', or '),
  }
}
