import type { ChecksPage } from '#functions/reporting/pages/checks.ts'
import { readPage } from '#lib/data.ts'
import type { PageLoad } from './$types'

export const load: PageLoad = async ({ parent, params, fetch }) => {
  const { release } = await parent()
  return { document: await readPage<ChecksPage>(fetch, params.dataset, release, 'checks') }
}
