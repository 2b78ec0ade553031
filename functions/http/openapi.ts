import { measures } from '../catalogue/measures.ts'
import { XLSX } from '../ingest/parsers/read-body.ts'
import { codeLists, countedMetrics, eventTypes, publishedMetrics, sectors } from '../catalogue/catalogue.ts'

const problem = {
  description: '问题说明（RFC 9457）',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}
const dataset = { name: 'dataset', in: 'path', required: true, schema: { type: 'string', pattern: '^[a-z][a-z0-9-]{0,39}$' } }

function query(name: string, description: string, schema: object = { type: 'string' }) {
  return { name, in: 'query', required: false, description, schema }
}

function inPath(name: string) {
  return { name, in: 'path', required: true, schema: { type: 'string' } }
}

function answers(description: string, schema: object, extra: object = {}) {
  return { 200: { description, content: { 'application/json': { schema } } }, 400: problem, 404: problem, ...extra }
}

const VALUES_PARAMETERS = [
  dataset,
  query('metric', '指标代码，或举措编号 M001 至 M276', {
    type: 'string',
    enum: [...new Set([...Object.keys(countedMetrics), ...Object.keys(publishedMetrics), ...Object.keys(measures)])],
  }),
  query('part', '指标的一部分，如 kind=publicity；多项用 & 相连'),
  query('region', '行政区划代码（县级以上，6 位），默认全国', { type: 'string', default: '000000' }),
  query('sector', '行业；* 为五个行业各一个值', { type: 'string', enum: ['all', '*', ...sectors], default: 'all' }),
  query('as_of', '月末日；公布数字可为任意日；不填取最近'),
  query('window', '期间', { type: 'string', enum: ['all', 'year', 'month'], default: 'all' }),
  query('level', '按哪一级列出', { type: 'string', enum: ['self', 'province', 'prefecture', 'county'], default: 'self' }),
  query('kind', '阵地类型，只用于 sites', { type: 'string', enum: Object.keys(codeLists.site_kind!.codes) }),
  query('release', '发布版编号；填了答案永久不变'),
]

const LIST_PARAMETERS = [query('rule', '规则编号，如 R09'), query('region', '行政区划代码；只要这个地区的'), query('release', '发布版编号')]

function bulletinFile(type: string) {
  return {
    get: { summary: `通报（${type}）`, parameters: [dataset, inPath('id')], responses: { 200: { description: type }, 404: problem } },
  }
}

/** The description of the HTTP interface, made from the catalogue. */
export const openApi = {
  openapi: '3.1.0',
  info: { title: '同路 Tonglu', version: '1', description: '新就业形态劳动者建会入会和服务：进度数据与通报' },
  paths: {
    '/api/v1/datasets': { get: { summary: '数据集', responses: answers('数据集', { type: 'object' }) } },
    '/api/v1/{dataset}/events': {
      post: {
        summary: '报送事件',
        parameters: [
          dataset,
          query('dry_run', '1：只检查，不收'),
          { name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string' } },
        ],
        requestBody: {
          required: true,
          content: {
            [XLSX]: { schema: { type: 'string', format: 'binary' } },
            'application/json': {
              schema: { oneOf: [{ $ref: '#/components/schemas/Event' }, { type: 'array', items: { $ref: '#/components/schemas/Event' } }] },
            },
            'application/x-ndjson': { schema: { type: 'string' } },
            'application/cloudevents+json': { schema: { type: 'object' } },
            'application/cloudevents-batch+json': { schema: { type: 'array' } },
            'text/csv': { schema: { type: 'string' } },
          },
        },
        responses: answers('回执', { $ref: '#/components/schemas/Receipt' }, { 413: problem, 415: problem, 422: problem }),
      },
    },
    '/api/v1/{dataset}/templates/{type}.xlsx': {
      get: {
        summary: '填报模板（XLSX）',
        parameters: [dataset, inPath('type')],
        responses: { 200: { description: 'XLSX' }, 404: problem },
      },
    },
    '/api/v1/{dataset}/templates/{type}.csv': {
      get: { summary: '填报模板（CSV）', parameters: [dataset, inPath('type')], responses: { 200: { description: 'CSV' }, 404: problem } },
    },
    '/api/v1/{dataset}/uploads': {
      post: {
        summary: '申报大文件，取得上传地址（15 分钟内有效，用 PUT 上传）',
        parameters: [dataset, { name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string' } }],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['bytes'],
                properties: { bytes: { type: 'integer', minimum: 1 }, content_type: { type: 'string' }, dry_run: { type: 'boolean' } },
              },
            },
          },
        },
        responses: { 201: { description: '上传编号、地址、须带的请求头、到期时间' }, 400: problem, 404: problem, 413: problem },
      },
    },
    '/api/v1/{dataset}/uploads/{id}': {
      get: {
        summary: '上传的进展：waiting、landed（202），committed、dry_run、refused（200）',
        parameters: [dataset, inPath('id')],
        responses: answers('进展，收下后附回执', { type: 'object' }, { 202: { description: '尚未收下' } }),
      },
    },
    '/api/v1/{dataset}/erasures': {
      get: { summary: '个人信息删除证明', parameters: [dataset], responses: answers('证明', { type: 'object' }) },
      post: {
        summary: '删除一个人的信息（《个人信息保护法》第四十七条）',
        parameters: [dataset],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['worker', 'ground', 'ticket'],
                properties: { worker: { type: 'object' }, ground: { type: 'string' }, ticket: { type: 'string' } },
              },
            },
          },
        },
        responses: answers('证明', { type: 'object' }),
      },
    },
    '/api/v1/{dataset}/receipts': {
      get: {
        summary: '最近的回执',
        parameters: [dataset, query('with', '只列有冲突或有退回的', { type: 'string', enum: ['conflicts', 'rejected'] })],
        responses: answers('回执', { type: 'object' }),
      },
    },
    '/api/v1/{dataset}/receipts/{id}': {
      get: { summary: '回执', parameters: [dataset, inPath('id')], responses: answers('回执', { $ref: '#/components/schemas/Receipt' }) },
    },
    '/api/v1/{dataset}/receipts/{id}/rejected.csv': {
      get: { summary: '未收的行及原因', parameters: [dataset, inPath('id')], responses: { 200: { description: 'CSV' }, 404: problem } },
    },
    '/api/v1/{dataset}/receipts/{id}/rejected.xlsx': {
      get: {
        summary: '未收的行（XLSX，错误的格子有底色和批注）',
        parameters: [dataset, inPath('id')],
        responses: { 200: { description: 'XLSX' }, 404: problem },
      },
    },
    '/api/v1/{dataset}/receipts/{id}/rejected.ndjson': {
      get: {
        summary: '未收的事件（逐行 JSON，附原因）',
        parameters: [dataset, inPath('id')],
        responses: { 200: { description: 'NDJSON' }, 404: problem },
      },
    },
    '/api/v1/{dataset}/releases': {
      get: { summary: '各发布版', parameters: [dataset], responses: answers('发布版', { type: 'object' }) },
      post: {
        summary: '生成发布版',
        parameters: [dataset],
        responses: { 200: { description: '没有新内容，仍是当前版' }, 201: { description: '新发布版' }, 404: problem },
      },
    },
    '/api/v1/{dataset}/releases/{id}': {
      get: { summary: '发布版清单', parameters: [dataset, inPath('id')], responses: answers('清单', { type: 'object' }) },
    },
    '/api/v1/{dataset}/releases/{a}/diff/{b}': {
      get: { summary: '两版之差', parameters: [dataset, inPath('a'), inPath('b')], responses: answers('差异', { type: 'object' }) },
    },
    '/api/v1/{dataset}/values': {
      get: { summary: '指标值', parameters: VALUES_PARAMETERS, responses: answers('指标值', { $ref: '#/components/schemas/Values' }) },
    },
    '/api/v1/{dataset}/values.csv': {
      get: {
        summary: '指标值（CSV）',
        parameters: VALUES_PARAMETERS,
        responses: { 200: { description: 'CSV' }, 400: problem, 404: problem },
      },
    },
    '/api/v1/{dataset}/progress': {
      get: {
        summary: '目标进度',
        parameters: [
          dataset,
          query('region', '行政区划代码'),
          query('sector', '行业'),
          query('as_of', '月末日'),
          query('release', '发布版编号'),
        ],
        responses: answers('目标进度', { type: 'object' }),
      },
    },
    '/api/v1/{dataset}/lists/{name}': {
      get: {
        summary: '待办清单（前1000行）',
        parameters: [dataset, inPath('name'), ...LIST_PARAMETERS],
        responses: answers('清单', { type: 'object' }),
      },
    },
    '/api/v1/{dataset}/lists/{name}.csv': {
      get: {
        summary: '待办清单（CSV，全部）',
        parameters: [dataset, inPath('name'), ...LIST_PARAMETERS],
        responses: { 200: { description: 'text/csv' }, 400: problem, 404: problem },
      },
    },
    '/api/v1/{dataset}/bulletins': {
      get: { summary: '各期通报', parameters: [dataset], responses: answers('通报', { type: 'object' }) },
      post: {
        summary: '编制通报',
        parameters: [dataset],
        requestBody: {
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['region', 'period'],
                properties: { region: { type: 'string' }, period: { type: 'string', pattern: '^\\d{4}-\\d{2}$' } },
              },
            },
          },
        },
        responses: { 201: { description: '新一期' }, 200: { description: '已有的一期' }, 400: problem, 404: problem },
      },
    },
    '/api/v1/{dataset}/bulletins/{id}.json': bulletinFile('JSON'),
    '/api/v1/{dataset}/bulletins/{id}.html': bulletinFile('HTML'),
    '/api/v1/{dataset}/bulletins/{id}.pdf': bulletinFile('PDF'),
    '/api/v1/{dataset}/bulletins/{id}.docx': bulletinFile('DOCX'),
    '/api/v1/{dataset}/bulletins/feed.atom': {
      get: { summary: '通报订阅（Atom）', parameters: [dataset], responses: { 200: { description: 'Atom' }, 404: problem } },
    },
  },
  components: {
    schemas: {
      Event: {
        type: 'object',
        required: ['source', 'id'],
        properties: {
          source: { type: 'string', maxLength: 100 },
          id: { type: 'string', maxLength: 128 },
          type: { type: 'string', enum: [...eventTypes.keys()] },
          occurred_on: { type: 'string', format: 'date' },
          revision: { type: 'integer', minimum: 1 },
          void: { type: 'boolean' },
          data: { type: 'object' },
        },
        'x-types': Object.fromEntries(
          [...eventTypes].map(([name, type]) => [name, { title: type.zh, article: type.article, fields: type.fields }]),
        ),
      },
      Receipt: {
        type: 'object',
        properties: {
          receipt_id: { type: 'string' },
          status: { type: 'string', enum: ['committed', 'landed'] },
          ...Object.fromEntries(['rows', 'accepted', 'duplicates', 'conflicts', 'rejected'].map((name) => [name, { type: 'integer' }])),
          errors: {
            type: 'array',
            items: {
              type: 'object',
              properties: {
                row: { type: 'integer' },
                field: { type: 'string' },
                code: { type: 'string' },
                message: { type: 'string' },
                message_en: { type: 'string' },
              },
            },
          },
        },
      },
      Values: {
        type: 'object',
        properties: {
          release: { type: 'string' },
          values: {
            type: 'array',
            items: {
              type: 'object',
              required: ['metric', 'region', 'sector', 'as_of', 'value', 'unit', 'evidence'],
              properties: {
                metric: { type: 'string' },
                region: { type: 'string' },
                sector: { type: 'string' },
                as_of: { type: 'string' },
                period_start: { type: 'string' },
                value: { type: 'number' },
                unit: { type: 'string' },
                evidence: { type: 'string', enum: ['counted', 'published'] },
                basis: { type: 'string' },
              },
            },
          },
        },
      },
      Problem: {
        type: 'object',
        properties: {
          type: { type: 'string' },
          title: { type: 'string' },
          status: { type: 'integer' },
          detail: { type: 'string' },
          detail_en: { type: 'string' },
          parameter: { type: 'string' },
        },
      },
    },
  },
}
