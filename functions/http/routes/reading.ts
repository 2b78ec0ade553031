import { gunzipSync } from 'node:zlib'
import { monthEnd, monthNumber } from '../../domain/calendar.ts'
import { sectors } from '../../catalogue/catalogue.ts'
import { regionsAtLevel } from '../../catalogue/regions.ts'
import { rules } from '../../catalogue/rules.ts'
import { csvTable } from '../../domain/csv-table.ts'
import { getFile } from '../../storage/blobs.ts'
import { costPage } from '../../reporting/pages/cost.ts'
import { type Cube } from '../../reporting/cube.ts'
import { asOfMonth } from '../../reporting/as-of.ts'
import { allManifests, readManifest } from '../../release-format/open.ts'
import { pageDocument } from '../../reporting/pages/pages.ts'
import { progressFor } from '../../reporting/target-progress.ts'
import { filterRows } from '../../reporting/pages/work-lists.ts'
import { HttpError, type HttpResponse, type HttpRequest, file, json } from '../message.ts'
import { type AppContext, allCards, datasetStore, requireDataset } from '../context.ts'
import { openApi } from '../openapi.ts'
import type { Route } from '../router.ts'
import { cubeOf } from '../release-cache.ts'
import { answerValues, askedRegion, valuesCsv } from './values.ts'

const freshness = (request: HttpRequest) => (request.query.has('release') ? 'for_ever' : 'ask')

function askedRelease(request: HttpRequest): string | undefined {
  return request.query.get('release') ?? undefined
}

async function getDatasets(context: AppContext): Promise<HttpResponse> {
  return json(200, { datasets: await allCards(context.store) })
}

async function getReleases(context: AppContext, _request: HttpRequest, [name]: string[]): Promise<HttpResponse> {
  await requireDataset(context, name!)
  const manifests = await allManifests(datasetStore(context.store, name!))
  const releases = manifests.map(({ release, created_at, log, engine, events, latest_on }) => ({
    release,
    created_at,
    commit: log.seq,
    engine,
    events: events.live,
    latest_on,
  }))
  return json(200, { releases: releases.reverse() })
}

async function getCurrent(context: AppContext, _request: HttpRequest, [name]: string[]): Promise<HttpResponse> {
  const { manifest } = await cubeOf(context, name!)
  return json(200, { release: manifest.release, created_at: manifest.created_at })
}

async function getRelease(context: AppContext, _request: HttpRequest, [name, release]: string[]): Promise<HttpResponse> {
  await requireDataset(context, name!)
  const manifest = await readManifest(datasetStore(context.store, name!), release!)
  if (!manifest) throw new HttpError(404, `没有发布版 ${release}`, `there is no release ${release}`)
  return json(200, manifest, 'for_ever')
}

/** What changed from one release to another: values of the nation and the provinces, over all sectors and in each. */
async function getDiff(context: AppContext, _request: HttpRequest, [name, a, b]: string[]): Promise<HttpResponse> {
  const regions = ['000000', ...regionsAtLevel('000000', 'province').map((region) => region.code)]
  const valuesOf = async (cube: Cube) => {
    const month = Math.max(asOfMonth(before.manifest), asOfMonth(after.manifest))
    const rows = await cube.valuesAt({ regions, metrics: 'every', sectors: ['all', ...sectors], spans: ['all'], month })
    return new Map(rows.map((row) => [JSON.stringify([row.metric, row.part, row.region, row.sector]), row.value]))
  }
  const before = await cubeOf(context, name!, a)
  const after = await cubeOf(context, name!, b)
  const [from, to] = [await valuesOf(before), await valuesOf(after)]
  const changes = [...new Set([...from.keys(), ...to.keys()])]
    .filter((key) => (from.get(key) ?? 0) !== (to.get(key) ?? 0))
    .map((key) => {
      const [metric, part, region, sector] = JSON.parse(key) as string[]
      return { metric, ...(part && { part }), region, sector, before: from.get(key) ?? 0, after: to.get(key) ?? 0 }
    })
  const models = Object.keys(after.manifest.models).filter((model) => after.manifest.models[model] !== before.manifest.models[model])
  return json(
    200,
    { before: a, after: b, commits: [before.manifest.log.seq, after.manifest.log.seq], models_changed: models, changes },
    'for_ever',
  )
}

async function getValues(context: AppContext, request: HttpRequest, [name]: string[]): Promise<HttpResponse> {
  const cube = await cubeOf(context, name!, askedRelease(request))
  return json(200, await answerValues(cube, request.query, context.now()), freshness(request))
}

async function getValuesCsv(context: AppContext, request: HttpRequest, [name]: string[]): Promise<HttpResponse> {
  const cube = await cubeOf(context, name!, askedRelease(request))
  const answer = await answerValues(cube, request.query, context.now())
  return file(valuesCsv(answer), 'text/csv; charset=utf-8', freshness(request), `values-${name}-${answer.release}.csv`)
}

async function getProgress(context: AppContext, request: HttpRequest, [name]: string[]): Promise<HttpResponse> {
  const cube = await cubeOf(context, name!, askedRelease(request))
  const region = askedRegion(request.query)
  const sector = request.query.get('sector') ?? undefined
  if (sector !== undefined && sector !== 'all' && !sectors.includes(sector)) {
    throw new HttpError(
      400,
      `参数 sector：应为 all 或 ${sectors.join('、')}，收到 ${sector}`,
      `parameter sector: expected all or one of ${sectors.join(', ')}, got ${sector}`,
      'sector',
    )
  }
  const asOf = request.query.get('as_of')
  if (asOf !== null && monthEnd(monthNumber(asOf)) !== asOf)
    throw new HttpError(400, `参数 as_of：应为月末日，收到 ${asOf}`, `parameter as_of: expected a month end, got ${asOf}`, 'as_of')
  const targets = await progressFor(cube, region.code, { sector, month: asOf === null ? undefined : monthNumber(asOf) })
  return json(200, { release: cube.manifest.release, region: region.code, targets }, freshness(request))
}

async function getPage(context: AppContext, _request: HttpRequest, [name, release, page]: string[]): Promise<HttpResponse> {
  await requireDataset(context, name!)
  const store = datasetStore(context.store, name!)
  // Prices are a setting: this page may say something else after a start with others.
  if (page === 'cost') return json(200, await costPage(store, await cubeOf(context, name!, release), context.prices), 'ask')
  const kept = (await readManifest(store, release!))?.files[`pages/${page}`]
  if (kept) return file(gunzipSync(await getFile(store, kept)), 'application/json; charset=utf-8', 'for_ever')
  const document = await pageDocument(await cubeOf(context, name!, release), page!)
  if (document === undefined) throw new HttpError(404, `没有页面 ${page}`, `there is no page ${page}`)
  return json(200, document, 'for_ever')
}

/** The rows of a list, of a rule and in a region where these are named. */
async function listRows(context: AppContext, request: HttpRequest, name: string, list: string) {
  const cube = await cubeOf(context, name, askedRelease(request))
  if (!cube.lists.includes(list)) throw new HttpError(404, `没有清单 ${list}`, `there is no list ${list}`)
  const rule = request.query.get('rule') ?? undefined
  if (rule !== undefined && rules[rule]?.list !== list) {
    const has = Object.entries(rules).flatMap(([id, one]) => (one.list === list ? [id] : []))
    const [zh, en] = has.length > 0 ? [`有 ${has.join('、')}`, `has ${has.join(', ')}`] : ['不分规则', 'is not split by rule']
    throw new HttpError(400, `参数 rule：清单 ${list} ${zh}，收到 ${rule}`, `parameter rule: list ${list} ${en}, got ${rule}`, 'rule')
  }
  const region = request.query.has('region') ? askedRegion(request.query).code : undefined
  return { cube, rows: filterRows(await cube.list(list, Infinity), { rule, region }) }
}

async function getList(context: AppContext, request: HttpRequest, [name, list]: string[]): Promise<HttpResponse> {
  const { cube, rows } = await listRows(context, request, name!, list!)
  const answer = { release: cube.manifest.release, list, total: rows.length, rows: rows.slice(0, 1000) }
  return json(200, answer, freshness(request))
}

/** A list as a table for Excel and WPS, whole, each row with its release. */
async function getListCsv(context: AppContext, request: HttpRequest, [name, list]: string[]): Promise<HttpResponse> {
  const { cube, rows } = await listRows(context, request, name!, list!)
  const { release } = cube.manifest
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const body = csvTable([[...columns, 'release'], ...rows.map((row) => [...columns.map((column) => row[column]), release])])
  const rule = request.query.get('rule')
  return file(body, 'text/csv; charset=utf-8', freshness(request), `${name}-${release}-${rule ?? list}.csv`)
}

/** The routes that only read. */
export const answerRoutes: Route[] = [
  { method: 'GET', path: /^\/api\/v1\/openapi\.json$/, answer: async () => json(200, openApi) },
  { method: 'GET', path: /^\/api\/v1\/datasets$/, answer: getDatasets },
  { method: 'GET', path: /^\/api\/v1\/([^/]+)\/releases$/, answer: getReleases },
  { method: 'GET', path: /^\/api\/v1\/([^/]+)\/releases\/current$/, answer: getCurrent },
  { method: 'GET', path: /^\/api\/v1\/([^/]+)\/releases\/([^/]+)$/, answer: getRelease },
  { method: 'GET', path: /^\/api\/v1\/([^/]+)\/releases\/([^/]+)\/diff\/([^/]+)$/, answer: getDiff },
  { method: 'GET', path: /^\/api\/v1\/([^/]+)\/releases\/([^/]+)\/pages\/(.+)\.json$/, answer: getPage },
  { method: 'GET', path: /^\/api\/v1\/([^/]+)\/values$/, answer: getValues },
  { method: 'GET', path: /^\/api\/v1\/([^/]+)\/values\.csv$/, answer: getValuesCsv },
  { method: 'GET', path: /^\/api\/v1\/([^/]+)\/progress$/, answer: getProgress },
  { method: 'GET', path: /^\/api\/v1\/([^/]+)\/lists\/([^/]+)\.csv$/, answer: getListCsv },
  { method: 'GET', path: /^\/api\/v1\/([^/]+)\/lists\/([^/]+)$/, answer: getList },
]
