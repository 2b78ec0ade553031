import type { CostPage } from '#functions/reporting/pages/cost.ts'
import { readPage } from '#lib/data.ts'
import type { PageLoad } from './$types'

export const load: PageLoad = async ({ parent, params, fetch }) => {
  const { release } = await parent()
  return { document: await readPage<CostPage>(fetch, params.dataset, release, 'cost') }
}
