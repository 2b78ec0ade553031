import { isDay, shanghaiDay } from '../../domain/calendar.ts'
import { findRegion } from '../../catalogue/regions.ts'
import { allBulletins, issueBulletin, readBulletin } from '../../bulletins/editions.ts'
import { bulletinFeed } from '../../bulletins/feed.ts'
import { bulletinHtml } from '../../bulletins/html.ts'
import { HttpError, type HttpResponse, type HttpRequest, file, json } from '../message.ts'
import { type AppContext, datasetStore, requireDataset } from '../context.ts'
import type { Route } from '../router.ts'
import { cubeOf } from '../release-cache.ts'

function readAsked(body: Uint8Array): { region: string; period: string; release?: string } {
  try {
    const asked: unknown = JSON.parse(Buffer.from(body).toString('utf8'))
    if (typeof asked === 'object' && asked !== null) return asked as never
  } catch {
    // told below
  }
  throw new HttpError(400, '请求应为 JSON：{"region":"310000","period":"2026-10"}', 'expected JSON: {"region":"310000","period":"2026-10"}')
}

async function postBulletin(context: AppContext, request: HttpRequest, [name]: string[]): Promise<HttpResponse> {
  await requireDataset(context, name!)
  const asked = readAsked(request.body)
  const region = typeof asked.region === 'string' && asked.region.length === 6 ? findRegion(asked.region) : undefined
  if (!region)
    throw new HttpError(400, `region：没有地区 ${String(asked.region)}`, `region: there is no region ${String(asked.region)}`, 'region')
  const period = String(asked.period)
  const cube = await cubeOf(context, name!, asked.release)
  const last = shanghaiDay(new Date(cube.manifest.created_at)).slice(0, 7)
  if (!isDay(`${period}-01`) || period < '2015-01' || period > last) {
    throw new HttpError(
      400,
      `period：应为 2015-01 至 ${last} 的月份，收到 ${period}`,
      `period: expected a month from 2015-01 to ${last}, got ${period}`,
      'period',
    )
  }
  const { bulletin, isNew } = await issueBulletin(datasetStore(context.store, name!), cube, { region, period }, context.now())
  return json(isNew ? 201 : 200, { id: bulletin.id, title: bulletin.title, number: bulletin.number, release: bulletin.release })
}

async function getBulletins(context: AppContext, _request: HttpRequest, [name]: string[]): Promise<HttpResponse> {
  await requireDataset(context, name!)
  const bulletins = await allBulletins(datasetStore(context.store, name!))
  return json(200, { bulletins: bulletins.map(({ blocks: _blocks, ...card }) => card) })
}

async function getFeed(context: AppContext, request: HttpRequest, [name]: string[]): Promise<HttpResponse> {
  await requireDataset(context, name!)
  const base = `${request.headers['x-forwarded-proto'] ?? 'http'}://${request.headers.host ?? 'localhost'}`
  return file(
    bulletinFeed(name!, await allBulletins(datasetStore(context.store, name!)), base),
    'application/atom+xml; charset=utf-8',
    'ask',
  )
}

async function getEdition(context: AppContext, _request: HttpRequest, [name, id, ending]: string[]): Promise<HttpResponse> {
  await requireDataset(context, name!)
  const bulletin = await readBulletin(datasetStore(context.store, name!), id!)
  if (!bulletin) throw new HttpError(404, `没有通报 ${id}`, `there is no bulletin ${id}`)
  const saveAs = `${bulletin.title}（${bulletin.number}）.${ending}`
  switch (ending) {
    case 'html':
      return file(bulletinHtml(bulletin), 'text/html; charset=utf-8', 'for_ever')
    case 'pdf': {
      const { bulletinPdf } = await import('../../bulletins/pdf.ts')
      return file(bulletinPdf(bulletin), 'application/pdf', 'for_ever', saveAs)
    }
    case 'docx': {
      const { bulletinDocx } = await import('../../bulletins/docx.ts')
      return file(
        await bulletinDocx(bulletin),
        'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
        'for_ever',
        saveAs,
      )
    }
    default:
      return json(200, bulletin, 'for_ever')
  }
}

/** The routes of the press. */
export const publishRoutes: Route[] = [
  { method: 'POST', path: /^\/api\/v1\/([^/]+)\/bulletins$/, answer: postBulletin },
  { method: 'GET', path: /^\/api\/v1\/([^/]+)\/bulletins$/, answer: getBulletins },
  { method: 'GET', path: /^\/api\/v1\/([^/]+)\/bulletins\/feed\.atom$/, answer: getFeed },
  { method: 'GET', path: /^\/api\/v1\/([^/]+)\/bulletins\/([^/.]+)\.(html|pdf|docx|json)$/, answer: getEdition },
]
