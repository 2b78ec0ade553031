import type { FiguresPage } from '#functions/reporting/pages/figures.ts'
import { readPage } from '#lib/data.ts'
import type { PageLoad } from './$types'

export const load: PageLoad = async ({ parent, params, fetch }) => {
  const { release } = await parent()
  return { document: await readPage<FiguresPage>(fetch, params.dataset, release, 'figures') }
}
