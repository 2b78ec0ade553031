import { z } from 'zod'
import { findRegion } from '../../catalogue/regions.ts'
import { messages } from './messages.ts'

/** The name of a dataset. The pattern documents it; a name that does not fit is answered with 404, as any unknown dataset is. */
export const Dataset = z.string().meta({ pattern: '^[a-z][a-z0-9-]{0,39}$' })

export const datasetParams = z.object({ dataset: Dataset })

/** The path parameters of something that has an identifier within a dataset. */
export const identifierParams = z.object({ dataset: Dataset, id: z.string() })

/** An identifier that ends before a dot, since the format of the file follows. */
export const BEFORE_DOT = '[^/.]+'

/** Whether a code is of 6 digits and in the region table (county or above). */
export function isRegionCode(code: string): boolean {
  return code.length === 6 && findRegion(code) !== undefined
}

/** Whether a code is that of a region that values are answered for: of 6 digits, or of 9 for a township. */
export function isPlaceCode(code: string): boolean {
  return (code.length === 6 || code.length === 9) && findRegion(code) !== undefined
}

/** A region in a query. */
export function regionParameter(description: string) {
  return z.string().refine(isRegionCode).meta({ description })
}

/** Registers the message about a region parameter. It must be the outermost schema, after `.optional()` and `.default()`. */
export function withRegionMessage<S extends z.ZodType>(schema: S): S {
  messages.add(schema, {
    describe: (code) => ({
      zh: `参数 region：应为 6 位行政区划代码（县级以上），收到 ${String(code)}`,
      en: `parameter region: expected a code of 6 digits, county or above, got ${String(code)}`,
    }),
  })
  return schema
}

export const Release = z.string().optional().meta({ description: '发布版编号；填了答案永久不变' })
