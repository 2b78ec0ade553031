import { rules } from '../../catalogue/rules.ts'
import { csvTable } from '../../domain/csv-table.ts'
import { CSV, inUtf8 } from '../../domain/media-types.ts'
import { actingOn } from '../../reporting/acting.ts'
import { filterRows } from '../../reporting/pages/work-lists.ts'
import type { ReadContext } from '../context.ts'
import type { OperationRequest, Operations } from '../dispatcher.ts'
import { HttpError, file, json } from '../message.ts'
import { cubeOf } from '../release-cache.ts'
import { requestedRelease } from './requested-release.ts'

/** How many rows of a list a JSON response holds; the CSV file holds all. */
const MAX_JSON_ROWS = 1000

type ListOperation = 'getList' | 'getListCsv'

/** Throws HttpError 400 if a list is not split by a rule. */
function checkRule(list: string, rule: string | undefined): void {
  if (rule === undefined || rules[rule]?.list === list) return
  const existing = Object.entries(rules).flatMap(([id, one]) => (one.list === list ? [id] : []))
  const [zh, en] = existing.length > 0 ? [`有 ${existing.join('、')}`, `has ${existing.join(', ')}`] : ['不分规则', 'is not split by rule']
  throw new HttpError(400, `参数 rule：清单 ${list} ${zh}，收到 ${rule}`, `parameter rule: list ${list} ${en}, got ${rule}`, 'rule')
}

/** The rows of a list, of one rule, in one region, and acted on by one, where these are named. */
async function findRows(context: ReadContext, { params: { dataset, name: list }, http, query }: OperationRequest<ListOperation>) {
  const { release, cache } = requestedRelease(http)
  const cube = await cubeOf(context, dataset, release)
  if (!cube.lists.includes(list)) throw new HttpError(404, `没有清单 ${list}`, `there is no list ${list}`)
  const { rule, region, acting } = query()
  checkRule(list, rule)
  const rows = filterRows(await cube.list(list, Infinity), { rule, region })
  const actsOn = actingOn(list)
  return {
    release: cube.manifest.release,
    rows: acting === undefined ? rows : rows.filter((row) => actsOn(row) === acting),
    rule,
    cache,
  }
}

export const listOperations: Operations<ListOperation, ReadContext> = {
  async getList(context, request) {
    const { release, rows, cache } = await findRows(context, request)
    return json(200, { release, list: request.params.name, total: rows.length, rows: rows.slice(0, MAX_JSON_ROWS) }, cache)
  },
  /** All rows as CSV for Excel and WPS, each with its release. */
  async getListCsv(context, request) {
    const { dataset, name } = request.params
    const { release, rows, rule, cache } = await findRows(context, request)
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
    const body = csvTable([[...columns, 'release'], ...rows.map((row) => [...columns.map((column) => row[column]), release])])
    return file(body, inUtf8(CSV), cache, `${dataset}-${release}-${rule ?? name}.csv`)
  },
}
