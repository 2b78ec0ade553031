import type { Language } from '#domain/language.ts'
import type { PageHead } from '#functions/reporting/pages/head.ts'
import { siteText } from './text/site.ts'
import { punctuation } from './text/punctuation.ts'
import { tableText } from './text/tables.ts'

/** Column heads that name the period of their values: the month, the year until then, and all time or now. */
export interface Periods {
  month: string
  year: string
  total: string
  /** All time, of what adds up; now, of what exists. */
  sum: string
  stock: string
}

/** The heads of columns of a page, with the days that they cover; a month that is still filling says so. */
export function periodsOf({ as_of: asOf, is_filling: isFilling }: Pick<PageHead, 'as_of' | 'is_filling'>, lang: Language): Periods {
  const { brackets, comma } = punctuation[lang]
  const filling = isFilling ? comma + tableText.filling[lang] : ''
  return {
    month: tableText.thisMonth[lang] + brackets(`${asOf.slice(0, 7)}${filling}`),
    year: tableText.thisYear[lang] + brackets(`${asOf.slice(0, 4)}-01—${asOf.slice(0, 7)}`),
    total: tableText.total[lang] + brackets(`${tableText.until[lang]} ${asOf}`),
    sum: tableText.sum[lang] + brackets(`${tableText.until[lang]} ${asOf}`),
    stock: tableText.stock[lang] + brackets(asOf),
  }
}

/** What a page shows: the release, how far its counts go where it has any, and how far the published figures that it shows. */
export function sourceOf(
  head: Pick<PageHead, 'release' | 'as_of'>,
  shown: { hasCounts: boolean; figures: readonly { as_of: string }[] },
  lang: Language,
): string {
  const latest = shown.figures.reduce((day, { as_of: asOf }) => (asOf > day ? asOf : day), '')
  return [
    `${siteText.release[lang]} ${head.release}`,
    ...(shown.hasCounts ? [`${siteText.countedUntil[lang]} ${head.as_of}`] : []),
    ...(latest ? [`${siteText.figuresUntil[lang]} ${latest}`] : []),
  ].join(' · ')
}
