import type { WorkListsPage } from '#functions/reporting/pages/work-lists.ts'
import { readPage } from '#lib/data.ts'
import type { PageLoad } from './$types'

export const load: PageLoad = async ({ parent, params, fetch }) => {
  const { release } = await parent()
  return { document: await readPage<WorkListsPage>(fetch, params.dataset, release, `work-lists/${params.code ?? '000000'}`) }
}
