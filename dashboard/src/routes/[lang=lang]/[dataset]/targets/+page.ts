import type { TargetsPage } from '#functions/reporting/pages/targets.ts'
import { readPage } from '#lib/data.ts'
import type { PageLoad } from './$types'

export const load: PageLoad = async ({ parent, params, fetch }) => {
  const { release } = await parent()
  return { document: await readPage<TargetsPage>(fetch, params.dataset, release, 'targets') }
}
