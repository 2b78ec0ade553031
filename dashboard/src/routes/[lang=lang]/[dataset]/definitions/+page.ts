import { readDefinitions } from '#lib/data.ts'
import type { PageLoad } from './$types'

export const load: PageLoad = async ({ fetch }) => ({ metrics: await readDefinitions(fetch) })
