import type { TopicPage } from '#functions/reporting/pages/topics.ts'
import { readPage } from '#lib/data.ts'
import type { PageLoad } from './$types'

export const load: PageLoad = async ({ parent, params, fetch }) => {
  const { release } = await parent()
  return { document: await readPage<TopicPage>(fetch, params.dataset, release, `topics/${params.topic}/${params.code}`) }
}
