import type { OverviewPage } from '#functions/reporting/pages/overview.ts'
import { readBulletins, readPage } from '#lib/data.ts'
import type { PageLoad } from './$types'

export const load: PageLoad = async ({ parent, params, fetch }) => {
  const { release } = await parent()
  const [bulletins, document] = await Promise.all([
    readBulletins(fetch, params.dataset),
    readPage<OverviewPage>(fetch, params.dataset, release, 'overview'),
  ])
  return { bulletins, document }
}
