import { z } from 'zod'
import { ATOM, DOCX, HTML, PDF } from '../../domain/media-types.ts'
import { messages } from './messages.ts'
import { BEFORE_DOT, datasetParams, identifierParams, isRegionCode } from './parameters.ts'
import { file, json, problems } from './responses.ts'
import { route } from './route.ts'

const bulletinRequest = z
  .object({
    region: z
      .string()
      .refine(isRegionCode)
      .register(messages, {
        describe: (value) => ({ zh: `region：没有地区 ${String(value)}`, en: `region: there is no region ${String(value)}` }),
      }),
    // The latest month depends on the release, so the operation checks it.
    period: z.string().meta({ pattern: '^\\d{4}-\\d{2}$' }),
    release: z.string().nullish(),
    preview: z.boolean().default(false).meta({ description: 'true: compiled only; no number is taken and nothing is kept' }),
  })
  .meta({ required: ['region', 'period'] })
  .register(messages, {
    describe: () => ({
      zh: '请求应为 JSON：{"region":"310000","period":"2026-10"}',
      en: 'expected JSON: {"region":"310000","period":"2026-10"}',
    }),
  })

/** An edition of a bulletin in the list of all. */
export const BulletinCard = z
  .object({
    id: z.string(),
    dataset: z.string(),
    is_simulated: z.boolean(),
    scale: z.number().optional(),
    number: z.string(),
    title: z.string(),
    region: z.string(),
    region_name: z.string(),
    period: z.string(),
    as_of: z.string(),
    release: z.string(),
    compiled_at: z.string(),
    replaces: z.string().optional().meta({ description: 'the edition of the same region and period that it replaces' }),
    replaced_by: z.string().optional().meta({ description: 'the later edition that replaces it, in the list of all' }),
  })
  .meta({ id: 'BulletinCard' })
export type BulletinCard = z.output<typeof BulletinCard>

const Table = z.object({ caption: z.string(), header: z.array(z.string()), rows: z.array(z.array(z.string())) })

const Bulletin = BulletinCard.extend({
  blocks: z.array(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.enum(['heading', 'paragraph', 'note']), text: z.string() }),
      z.object({ kind: z.literal('table'), table: Table }),
    ]),
  ),
}).meta({ id: 'Bulletin' })

const IssuedBulletin = BulletinCard.pick({ id: true, title: true, number: true, release: true })

function rendering<const Format extends 'html' | 'pdf' | 'docx'>(format: Format, mediaType: string) {
  return route({
    method: 'get',
    path: `/api/v1/{dataset}/bulletins/{id}.${format}`,
    function: 'publish-bulletins',
    summary: `通报（${format.toUpperCase()}）`,
    patterns: { id: BEFORE_DOT },
    request: { params: identifierParams },
    responses: { 200: file(format.toUpperCase(), mediaType), ...problems(404, 410) },
  })
}

export const bulletinRoutes = {
  getBulletins: route({
    method: 'get',
    path: '/api/v1/{dataset}/bulletins',
    function: 'publish-bulletins',
    summary: '各期通报',
    request: { params: datasetParams },
    responses: { 200: json('通报', z.object({ bulletins: z.array(BulletinCard) })), ...problems(400, 404) },
  }),
  postBulletin: route({
    method: 'post',
    path: '/api/v1/{dataset}/bulletins',
    function: 'publish-bulletins',
    summary: '编制通报',
    request: { params: datasetParams, body: { content: { 'application/json': { schema: bulletinRequest } } } },
    responses: {
      200: json('已有的一期；preview 为 true 时是未编号的全文', z.union([Bulletin, IssuedBulletin])),
      201: json('新一期', IssuedBulletin),
      ...problems(400, 404),
    },
  }),
  getBulletinJson: route({
    method: 'get',
    path: '/api/v1/{dataset}/bulletins/{id}.json',
    function: 'publish-bulletins',
    summary: '通报（JSON）',
    patterns: { id: BEFORE_DOT },
    request: { params: identifierParams },
    responses: { 200: json('JSON', Bulletin), ...problems(404, 410) },
  }),
  getBulletinHtml: rendering('html', HTML),
  getBulletinPdf: rendering('pdf', PDF),
  getBulletinDocx: rendering('docx', DOCX),
  getBulletinFeed: route({
    method: 'get',
    path: '/api/v1/{dataset}/bulletins/feed.atom',
    function: 'publish-bulletins',
    summary: '通报订阅（Atom）',
    request: { params: datasetParams },
    responses: { 200: file('Atom', ATOM), ...problems(404, 410) },
  }),
}
