import { allBulletins, issueBulletin, previewBulletin, readBulletin } from '../../bulletins/editions.ts'
import { bulletinFeed } from '../../bulletins/feed.ts'
import { bulletinHtml } from '../../bulletins/html.ts'
import type { Bulletin } from '../../bulletins/model.ts'
import { findRegion } from '../../catalogue/regions.ts'
import { isDay, shanghaiDay } from '../../domain/calendar.ts'
import { ATOM, DOCX, HTML, PDF, inUtf8 } from '../../domain/media-types.ts'
import type { ReadContext } from '../context.ts'
import { datasetStore, requireDataset } from '../datasets.ts'
import type { OperationRequest, Operations } from '../dispatcher.ts'
import { HttpError, file, json } from '../message.ts'
import { cubeOf } from '../release-cache.ts'
import { refuseWithdrawn } from '../withdrawn.ts'
import type { OperationsOf } from '../routes/table.ts'

/** Throws HttpError 400 unless the period is a month from 2015-01 to that of the release. */
function checkPeriod(period: string, createdAt: string): void {
  const last = shanghaiDay(new Date(createdAt)).slice(0, 7)
  if (isDay(`${period}-01`) && period >= '2015-01' && period <= last) return
  throw new HttpError(
    400,
    `period：应为 2015-01 至 ${last} 的月份，收到 ${period}`,
    `period: expected a month from 2015-01 to ${last}, got ${period}`,
    'period',
  )
}

type EditionOperation = 'getBulletinJson' | 'getBulletinHtml' | 'getBulletinPdf' | 'getBulletinDocx'

/** An edition. Throws HttpError 404 if there is none, and 410 if it was withdrawn. */
async function editionOf(context: ReadContext, { params: { dataset, id } }: OperationRequest<EditionOperation>): Promise<Bulletin> {
  await requireDataset(context, dataset)
  await refuseWithdrawn(context, dataset, { what: 'bulletin', id })
  const bulletin = await readBulletin(datasetStore(context.store, dataset), id)
  if (!bulletin) throw new HttpError(404, `没有通报 ${id}`, `there is no bulletin ${id}`)
  return bulletin
}

const fileName = ({ title, number }: Bulletin, extension: string) => `${title}（${number}）.${extension}`

/** The operations of the function publish-bulletins. */
export const bulletinOperations: Operations<OperationsOf<'publish-bulletins'>, ReadContext> = {
  async postBulletin(context, { params: { dataset }, body }) {
    await requireDataset(context, dataset)
    const { region: code, period, release, preview } = body()
    const region = findRegion(code)!
    const cube = await cubeOf(context, dataset, release ?? undefined)
    checkPeriod(period, cube.manifest.created_at)
    if (preview) return json(200, await previewBulletin(cube, { region, period }, context.now()))
    const { bulletin, isNew } = await issueBulletin(datasetStore(context.store, dataset), cube, { region, period }, context.now())
    return json(isNew ? 201 : 200, { id: bulletin.id, title: bulletin.title, number: bulletin.number, release: bulletin.release })
  },

  async getBulletins(context, { params: { dataset } }) {
    await requireDataset(context, dataset)
    const bulletins = await allBulletins(datasetStore(context.store, dataset))
    const replacedBy = new Map(bulletins.flatMap(({ id, replaces }) => (replaces === undefined ? [] : [[replaces, id] as const])))
    return json(200, {
      bulletins: bulletins.map(({ blocks: _blocks, ...card }) => ({
        ...card,
        ...(replacedBy.has(card.id) && { replaced_by: replacedBy.get(card.id)! }),
      })),
    })
  },

  async getBulletinFeed(context, { params: { dataset }, http: { headers } }) {
    await requireDataset(context, dataset)
    const base = context.publicAddress ?? `${headers['x-forwarded-proto'] ?? 'http'}://${headers.host ?? 'localhost'}`
    const bulletins = await allBulletins(datasetStore(context.store, dataset))
    return file(bulletinFeed(dataset, bulletins, base), inUtf8(ATOM), 'revalidate')
  },

  async getBulletinJson(context, request) {
    return json(200, await editionOf(context, request), 'immutable')
  },

  async getBulletinHtml(context, request) {
    return file(bulletinHtml(await editionOf(context, request)), inUtf8(HTML), 'immutable')
  },

  // The libraries for PDF and DOCX are loaded when the first file is requested.
  async getBulletinPdf(context, request) {
    const bulletin = await editionOf(context, request)
    const { bulletinPdf } = await import('../../bulletins/pdf.ts')
    return file(bulletinPdf(bulletin), PDF, 'immutable', fileName(bulletin, 'pdf'))
  },

  async getBulletinDocx(context, request) {
    const bulletin = await editionOf(context, request)
    const { bulletinDocx } = await import('../../bulletins/docx.ts')
    return file(await bulletinDocx(bulletin), DOCX, 'immutable', fileName(bulletin, 'docx'))
  },
}
