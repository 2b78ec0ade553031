import { readDefinition } from '#lib/data.ts'
import type { PageLoad } from './$types'

export const load: PageLoad = async ({ params, fetch }) => {
  const metric = await readDefinition(fetch, params.code)
  const wholes = [metric.denominator?.code, metric.same_as].filter((code) => code !== undefined)
  return { metric, related: await Promise.all(wholes.map((code) => readDefinition(fetch, code))) }
}
