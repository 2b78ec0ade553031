import type { Language } from '#domain/language.ts'
import type { PageHead } from '#functions/reporting/pages/head.ts'
import { siteText } from './text/site.ts'
import { punctuation } from './text/punctuation.ts'
import { tableText } from './text/tables.ts'

/** Column heads that name the period of their values: the month, the year until then, and all time or now. */
export interface Periods {
  /** The month that pages open on. */
  month: string
  /** A later month whose reports are still coming in; absent where there is none. */
  filling?: string
  year: string
  total: string
  /** All time, of what adds up; now, of what exists. */
  sum: string
  stock: string
}

/** The heads of columns of a page, with the days that they cover. A month that is still filling says so, beside the last one that is settled. */
export function periodsOf(
  { as_of: asOf, month: shown, is_filling: isFilling }: Pick<PageHead, 'as_of' | 'month' | 'is_filling'>,
  lang: Language,
): Periods {
  const { brackets, comma } = punctuation[lang]
  const last = asOf.slice(0, 7)
  const filling = tableText.thisMonth[lang] + brackets(last + comma + tableText.filling[lang])
  const isSettled = shown !== undefined && shown < last
  return {
    month: isSettled ? tableText.settledMonth[lang] + brackets(shown) : isFilling ? filling : tableText.thisMonth[lang] + brackets(last),
    ...(isSettled && { filling }),
    year: tableText.thisYear[lang] + brackets(`${asOf.slice(0, 4)}-01—${last}`),
    total: tableText.total[lang] + brackets(`${tableText.until[lang]} ${asOf}`),
    sum: tableText.sum[lang] + brackets(`${tableText.until[lang]} ${asOf}`),
    stock: tableText.stock[lang] + brackets(asOf),
  }
}

/** The day up to which the values of places are compared, and that its month is still filling where it is. */
export function comparedUntil({ as_of: asOf, is_filling: isFilling }: Pick<PageHead, 'as_of' | 'is_filling'>, lang: Language): string {
  return `${siteText.asOf[lang]} ${asOf}${isFilling ? punctuation[lang].comma + tableText.filling[lang] : ''}`
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
