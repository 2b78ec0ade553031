import type { ReportingPage } from '#functions/reporting/pages/reporting.ts'
import { readPage } from '#lib/data.ts'
import type { PageLoad } from './$types'

export const load: PageLoad = async ({ parent, params, fetch }) => {
  const { release } = await parent()
  return { document: await readPage<ReportingPage>(fetch, params.dataset, release, 'reporting') }
}
