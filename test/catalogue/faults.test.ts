import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { catalogueFiles } from '../../functions/catalogue/check-at-start.ts'
import { type FileName, schemas } from '../../functions/catalogue/schema/files.ts'
import { LINE_FILES, catalogueProblems } from '../../functions/catalogue/validate.ts'

const FOLDER = join(import.meta.dirname, '../../queries/catalogue')
const targets = readFileSync(join(FOLDER, 'targets.ndjson'), 'utf8')

/** Anything that JSON can be, for tests that break it. */
type Loose = { [key: string]: Loose } & Loose[]

/** Sets or (with undefined) removes a value; the path is separated by `/`. */
function set(content: Loose, path: string, value: unknown): void {
  const keys = path.split('/')
  const parent = keys.slice(0, -1).reduce<Loose>((at, key) => at[key]!, content)
  if (value === undefined) Reflect.deleteProperty(parent, keys.at(-1)!)
  else Reflect.set(parent, keys.at(-1)!, value)
}

/** The problems of the catalogue after one value of a file is set, or removed where it is undefined. */
function problemsAfter(file: FileName, path: string, value: unknown): string[] {
  const content = structuredClone(catalogueFiles[file]) as Loose
  set(content, path, value)
  return catalogueProblems({ ...catalogueFiles, [file]: content })
}

describe('the folder of the catalogue', () => {
  const found = (ending: string) =>
    readdirSync(FOLDER)
      .filter((name) => name.endsWith(ending))
      .sort()
  it('has a schema for every JSON file', () => {
    expect(found('.json')).toEqual(Object.keys(schemas).sort())
  })
  it('has every NDJSON file checked', () => {
    expect(found('.ndjson')).toEqual([...LINE_FILES].sort())
  })
  it.each(['regions.json', 'townships.json'] as const)(
    'has %s fit its schema in every row, which the start checks by a faster loop',
    (file) => {
      expect(schemas[file].safeParse(catalogueFiles[file]).success).toBe(true)
    },
  )
  it('has rules whose lists are models', () => {
    const lists = Object.values(catalogueFiles['rules.json'] as Record<string, { list?: string }>).flatMap(({ list }) => list ?? [])
    const models = new Set(readdirSync(join(FOLDER, '../lists')).map((name) => name.replace('.sql', '')))
    expect(lists.filter((list) => !models.has(list))).toEqual([])
  })
})

describe('a fault in a file', () => {
  it.each<[FileName, string, unknown, string]>([
    ['metrics.json', 'counted/members/unit', undefined, 'metric "members": unit: expected text, got nothing'],
    ['metrics.json', 'counted/members/windowed', 'no', 'metric "members": windowed: expected true or false, got "no"'],
    ['metrics.json', 'counted/members/unitt', '人', 'metric "members": unitt: unknown field; check its spelling, or remove it'],
    ['metrics.json', 'counted/sites/by', 'size', 'metric "sites": by: expected one of basis, kind, got "size"'],
    ['metrics.json', 'counted/membership_rate/ratio', ['members'], 'metric "membership_rate": ratio: expected a list of two metrics, got ["members"]'],
    ['metrics.json', 'counted/members/shown/map/order', 'first', 'metric "members": shown.map.order: expected a number, got "first"'],
    ['metrics.json', 'target_only', undefined, 'target_only: expected an object, got nothing'],
    ['metrics.json', 'published/members_total/zh', '', 'metric "members_total": zh: expected text, got ""'],
    ['event-types.json', 'member.joined/fields/region', 'regoin', 'event type "member.joined": fields.region: expected one of worker, region,'],
    ['event-types.json', 'joined', {}, 'event type "joined": expected a name such as member.joined as the name'],
    ['codes.json', 'sector/codes/courier/article', 7, 'code list "sector": codes.courier.article: expected text, got 7'],
    ['measures.json', 'M001/tier', 4, 'measure "M001": tier: expected 1, 2 or 3, got 4'],
    ['rules.json', 'R01/article', undefined, 'rule "R01": article: expected text, got nothing'],
    ['checks.json', 'round_numbers/severity', 'grave', 'check "round_numbers": severity: expected one of error, warning, note, got "grave"'],
    ['fields.json', 'path/hint', null, 'field "path": hint: expected text, got null'],
    ['prices.json', 'store_gb_month', -1, 'store_gb_month: expected a number from 0, got -1'],
    ['synonyms.json', 'sector/快递员', 1, 'code list "sector": 快递员: expected text, got 1'],
    ['patterns.json', 'act/fields', undefined, 'pattern "act": fields: expected an object, got nothing'],
    ['regions.json', 'rows/1/0', '11', 'row 2: 0: expected a code of 6 digits, got "11"'],
    ['regions.json', 'rows/2/2', 'town', 'row 3: 2: expected one of nation, province, prefecture, county, got "town"'],
    ['regions.json', 'year', '2023', 'year: expected a number, got "2023"'],
    ['townships.json', '110101/1101', '东', 'region "110101": township "1101": expected a code of 9 digits as the name'],
    ['townships.json', '110101/110101001', '', 'region "110101": township "110101001": expected text, got ""'],
  ])('%s: %s = %j is reported', (file, path, value, sentence) => {
    const problems = problemsAfter(file, path, value)
    expect(problems.filter((one) => one.startsWith(`queries/catalogue/${file}: ${sentence}`))).toHaveLength(1)
  }) // prettier-ignore
})

describe('a reference that leads nowhere', () => {
  it.each<[FileName, string, unknown, string]>([
    ['metrics.json', 'counted/members/reported_by/0', 'memberz', 'metric "members": reported_by.0: expected a counted metric or an event type, got "memberz"'],
    ['metrics.json', 'counted/stations_unionized/part_of', 'stops', 'metric "stations_unionized": part_of: expected a counted metric, got "stops"'],
    ['metrics.json', 'counted/members/published_beside', 'members', 'metric "members": published_beside: expected a published metric, got "members"'],
    ['metrics.json', 'counted/membership_rate/ratio/1', 'workers', 'metric "membership_rate": ratio.1: expected a counted metric, got "workers"'],
    ['metrics.json', 'counted/members/shown/map/window', 'year', 'metric "members": shown.map.window: expected none for a metric that is not windowed, got "year"'],
    ['metrics.json', 'counted/sites/shown/map/order', 10, 'metric "sites": shown.map.order: expected a number that no other metric has, got 10 as "members"'],
    ['metrics.json', 'counted/members/shown', undefined, 'metric "members": shown: expected {"map": ..., "bulletin": ...} with null where it is not listed'],
    ['metrics.json', 'counted/members/target', undefined, 'metric "members": target: expected how a target for it is judged'],
    ['metrics.json', 'counted/members/shown/bulletin/sentence', '会员{membres}人', 'metric "members": shown.bulletin.sentence: expected {month} or a counted metric'],
    ['metrics.json', 'counted/members/shown/bulletin/sentence', '会员{members.year}人', 'metric "members": shown.bulletin.sentence: expected {month} or a counted metric'],
    ['metrics.json', 'target_only/plans_issued/target/counted/parts/0', 'kind=plans', 'metric "plans_issued": target.counted.parts.0: expected a part of "plan.issued"'],
    ['metrics.json', 'target_only/plans_issued/target/level', undefined, 'metric "plans_issued": target.level: expected the level that the rule "spread" goes over'],
    ['metrics.json', 'target_only/satisfaction/target/survey', 'joy', 'metric "satisfaction": target.survey: expected a code of the list "survey_kind" (codes.json), got "joy"'],
    ['event-types.json', 'fee.paid/pattern', 'cash', 'event type "fee.paid": pattern: expected a pattern of patterns.json, got "cash"'],
    ['event-types.json', 'member.joined/fields/path', 'code:paths', 'event type "member.joined": fields.path: expected the name of a code list (codes.json), got "paths"'],
    ['event-types.json', 'member.joined/fields/colour', 'text', 'event type "member.joined": fields.colour: expected a field with a label in fields.json, got "colour"'],
    ['event-types.json', 'cert.issued/exactly_one_of', ['worker', 'counts'], 'event type "cert.issued": exactly_one_of.1: expected a field of the type, got "counts"'],
    ['event-types.json', 'agreement.signed/not_before/valid_to', 'kind', 'event type "agreement.signed": not_before.valid_to: expected a field of kind day, got "kind"'],
    ['event-types.json', 'cert.issued/fields/count?', 'money', 'event type "cert.issued": fields.count: expected a kind whose column is integer, as in workforce.reported, got "money"'],
    ['measures.json', 'M061/indicator/metric', 'ceremonies', 'measure "M061": indicator.metric: expected a counted metric'],
    ['measures.json', 'M057/indicator/parts/0', 'channel=letter', 'measure "M057": indicator.parts.0: expected a part of "members_joined"'],
    ['measures.json', 'M061/example/0/type', 'ceremony.done', 'measure "M061": example.0.type: expected an event type, got "ceremony.done"'],
    ['measures.json', 'M061/example/0/data/persons', 3, 'measure "M061": example.0.data: expected a field of ceremony.held, got "persons"'],
    ['rules.json', 'R01/level', 'planet', 'rule "R01": level: expected a code of the list "level" (codes.json), got "planet"'],
    ['synonyms.json', 'sector/快递员', 'post', 'code list "sector": 快递员: expected a code of the list "sector" (codes.json), got "post"'],
    ['fields.json', 'colour', { zh: '颜色', en: 'colour', hint: '' }, 'field "colour": expected the name of a field of some event type, got "colour"'],
    ['regions.json', 'rows/2/3', '119999', 'row 3: parent: expected the code of a row of this file, got "119999"'],
    ['townships.json', '119999', {}, 'region "119999": expected the code of a row of regions.json, got "119999"'],
  ])('%s: %s = %j is reported', (file, path, value, sentence) => {
    const problems = problemsAfter(file, path, value)
    expect(problems.filter((one) => one.startsWith(`queries/catalogue/${file}: ${sentence}`))).toHaveLength(1)
  }) // prettier-ignore
  it('is reported once, also when its own entry is at fault', () => {
    expect(problemsAfter('metrics.json', 'counted/workforce/unit', 3)).toEqual([
      'queries/catalogue/metrics.json: metric "workforce": unit: expected text, got 3',
    ])
  })
  it('is not reported of what refers to an event type at fault', () => {
    expect(problemsAfter('event-types.json', 'plan.issued/zh', 3)).toEqual([
      'queries/catalogue/event-types.json: event type "plan.issued": zh: expected text, got 3',
    ])
  })
  it('is reported of a line of targets', () => {
    const broken = targets.replace('"metric":"workers_served"', '"metric":"workers_loved"')
    expect(catalogueProblems(catalogueFiles, { 'targets.ndjson': `${broken.trim()}\nno JSON\n` })).toEqual([
      expect.stringMatching(/^queries\/catalogue\/targets\.ndjson: line 39: expected JSON: /),
      'queries/catalogue/targets.ndjson: line 1: data.metric: expected a metric of metrics.json, got "workers_loved"',
    ])
  })
})
