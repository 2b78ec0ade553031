import { error } from '@sveltejs/kit'
import { addressOf } from '#lib/api.ts'
import { readCurrent, readDatasets } from '#lib/data.ts'
import type { Language } from '#domain/language.ts'
import type { LayoutLoad } from './$types'

/** Which dataset and which of its releases every page below shows: one for the whole visit of a page, never two. */
export const load: LayoutLoad = async ({ params, fetch }) => {
  const [datasets, release] = await Promise.all([readDatasets(fetch), readCurrent(fetch, params.dataset)])
  const card = datasets.find((one) => one.name === params.dataset)
  if (!card) error(404, params.dataset)
  const lang = params.lang as Language
  return { lang, datasets, card, release, base: addressOf(`/${lang}/${params.dataset}`) }
}
