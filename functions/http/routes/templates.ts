import { z } from 'zod'
import { CSV, XLSX } from '../../domain/media-types.ts'
import { Dataset } from './parameters.ts'
import { file, problems } from './responses.ts'
import { route } from './route.ts'

function template<const Format extends 'csv' | 'xlsx'>(format: Format, mediaType: string) {
  return route({
    method: 'get',
    path: `/api/v1/{dataset}/templates/{type}.${format}`,
    function: 'ingest-events',
    summary: `填报模板（${format.toUpperCase()}）`,
    patterns: { type: '[a-z.]+' },
    request: { params: z.object({ dataset: Dataset, type: z.string() }) },
    responses: { 200: file(format.toUpperCase(), mediaType), ...problems(404) },
  })
}

export const templateRoutes = { getTemplateXlsx: template('xlsx', XLSX), getTemplateCsv: template('csv', CSV) }
