import type { RegionPage } from '#functions/reporting/pages/region.ts'
import { readPage } from '#lib/data.ts'
import type { PageLoad } from './$types'

export const load: PageLoad = async ({ parent, params, fetch }) => {
  const { release } = await parent()
  return { document: await readPage<RegionPage>(fetch, params.dataset, release, `regions/${params.code}`) }
}
