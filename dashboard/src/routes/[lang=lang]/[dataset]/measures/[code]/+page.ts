import type { MeasuresPage } from '#functions/reporting/pages/measures.ts'
import { readPage } from '#lib/data.ts'
import type { PageLoad } from './$types'

export const load: PageLoad = async ({ parent, params, fetch }) => {
  const { release } = await parent()
  return { document: await readPage<MeasuresPage>(fetch, params.dataset, release, `measures/${params.code}`) }
}
