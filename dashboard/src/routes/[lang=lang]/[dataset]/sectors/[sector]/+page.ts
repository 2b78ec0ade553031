import type { SectorPage } from '#functions/reporting/pages/sector.ts'
import { readPage } from '#lib/data.ts'
import type { PageLoad } from './$types'

export const load: PageLoad = async ({ parent, params, fetch }) => {
  const { release } = await parent()
  return { document: await readPage<SectorPage>(fetch, params.dataset, release, `sectors/${params.sector}`) }
}
