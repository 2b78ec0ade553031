import { CSV, XLSX, inUtf8 } from '../../domain/media-types.ts'
import { csvTemplate, templateTypes, xlsxTemplate } from '../../ingest/templates.ts'
import type { IngestContext } from '../context.ts'
import { requireDataset } from '../datasets.ts'
import type { Operations } from '../dispatcher.ts'
import { HttpError, file } from '../message.ts'

/** Throws HttpError 404 if there is no template, because there is no such event type. */
function required<T>(template: T | undefined, type: string): T {
  if (template !== undefined) return template
  throw new HttpError(
    404,
    `没有事件类型 ${type}；可用 ${templateTypes.join('、')}`,
    `there is no event type ${type}; expected one of ${templateTypes.join(', ')}`,
  )
}

export const templateOperations: Operations<'getTemplateXlsx' | 'getTemplateCsv', Pick<IngestContext, 'store'>> = {
  async getTemplateXlsx(context, { params: { dataset, type } }) {
    await requireDataset(context, dataset)
    return file(required(await xlsxTemplate(type), type), XLSX, 'revalidate', `${type}.xlsx`)
  },
  async getTemplateCsv(context, { params: { dataset, type } }) {
    await requireDataset(context, dataset)
    return file(required(csvTemplate(type), type), inUtf8(CSV), 'revalidate', `${type}.csv`)
  },
}
