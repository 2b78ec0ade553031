import type { OverviewPage } from '#functions/reporting/pages/overview.ts'
import { readPage } from '#lib/data.ts'
import type { PageLoad } from './$types'

export const load: PageLoad = async ({ parent, params, fetch }) => {
  const { release } = await parent()
  return { document: await readPage<OverviewPage>(fetch, params.dataset, release, 'overview') }
}
