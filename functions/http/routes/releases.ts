import { z } from 'zod'
import { Dataset, datasetParams, identifierParams } from './parameters.ts'
import { json, problems } from './responses.ts'
import { SPANS_SEGMENTS, route } from './route.ts'

const ReleaseCard = z
  .object({
    release: z.string(),
    created_at: z.string(),
    commit: z.int(),
    engine: z.string(),
    events: z.int(),
    withdrawn: z.object({ zh: z.string(), en: z.string() }).optional().meta({ description: 'why it is shown no more' }),
    latest_on: z.string().optional(),
  })
  .meta({ id: 'ReleaseCard' })

/** What a release was built from; the type Manifest of functions/release-format has every field. */
const Manifest = z
  .looseObject({ release: z.string(), dataset: z.string(), created_at: z.string(), log: z.object({ seq: z.int(), hash: z.string() }) })
  .meta({ id: 'Manifest' })

const Diff = z.object({
  before: z.string(),
  after: z.string(),
  commits: z.array(z.int()),
  models_changed: z.array(z.string()),
  changes: z.array(
    z.object({
      metric: z.string(),
      part: z.string().optional(),
      region: z.string(),
      sector: z.string(),
      before: z.number(),
      after: z.number(),
    }),
  ),
})

const BuiltRelease = z.object({
  release: z.string(),
  commit: z.int(),
  created_at: z.string(),
  replaces: z
    .object({ release: z.string(), damaged: z.array(z.string()) })
    .optional()
    .meta({ description: 'the release whose place it takes since these files of it were missing or altered' }),
})

export const releaseRoutes = {
  getReleases: route({
    method: 'get',
    path: '/api/v1/{dataset}/releases',
    function: 'answer-requests',
    summary: '各发布版',
    request: { params: datasetParams },
    responses: { 200: json('发布版', z.object({ releases: z.array(ReleaseCard) })), ...problems(400, 404) },
  }),
  postRelease: route({
    method: 'post',
    path: '/api/v1/{dataset}/releases',
    function: 'build-releases',
    summary: '生成发布版',
    request: { params: datasetParams },
    responses: { 200: json('没有新内容，仍是当前版', BuiltRelease), 201: json('新发布版', BuiltRelease), ...problems(404, 409) },
  }),
  getCurrentRelease: route({
    method: 'get',
    path: '/api/v1/{dataset}/releases/current',
    function: 'answer-requests',
    summary: '当前发布版',
    request: { params: datasetParams },
    responses: { 200: json('当前发布版', z.object({ release: z.string(), created_at: z.string() })), ...problems(404, 410) },
  }),
  getRelease: route({
    method: 'get',
    path: '/api/v1/{dataset}/releases/{id}',
    function: 'answer-requests',
    summary: '发布版清单',
    request: { params: identifierParams },
    responses: { 200: json('清单', Manifest), ...problems(400, 404, 410) },
  }),
  getReleaseDiff: route({
    method: 'get',
    path: '/api/v1/{dataset}/releases/{a}/diff/{b}',
    function: 'answer-requests',
    summary: '两版之差',
    request: { params: z.object({ dataset: Dataset, a: z.string(), b: z.string() }) },
    responses: { 200: json('差异', Diff), ...problems(400, 404, 410) },
  }),
  getPage: route({
    method: 'get',
    path: '/api/v1/{dataset}/releases/{id}/pages/{page}.json',
    function: 'answer-requests',
    summary: '页面数据',
    patterns: { page: SPANS_SEGMENTS },
    request: { params: z.object({ dataset: Dataset, id: z.string(), page: z.string() }) },
    responses: { 200: json('页面数据', z.looseObject({ head: z.looseObject({ release: z.string() }) })), ...problems(404, 410) },
  }),
}
