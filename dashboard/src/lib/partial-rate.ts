import type { PageRow } from '#functions/reporting/pages/page-rows.ts'
import { exact, percent } from '#domain/format.ts'
import type { Language } from '#domain/language.ts'
import { partialCoverage } from '#domain/membership-rate.ts'
import { partialRateSentence, ratePartsSentence } from './text/region.ts'
import { punctuation } from './text/punctuation.ts'

/** What a partial rate covers, in words: how many of the members, and of which sectors and regions; undefined for a rate of all members. */
export function partialRateNote(
  { values, partial_rates }: Pick<PageRow, 'values' | 'partial_rates'>,
  basis: string,
  lang: Language,
): string | undefined {
  const coverage = values[`membership_rate.${basis}`] === undefined ? undefined : partialCoverage(values, basis)
  if (!coverage) return undefined
  const covers = partialRateSentence[lang](exact(coverage.covered), percent(coverage.share))
  const parts = partial_rates?.[basis]
  if (!parts) return covers
  const words = {
    sectors: parts.sectors.map((sector) => sector[lang]),
    regions: parts.regions.map((region) => region[lang]),
    of: exact(parts.of_regions),
  }
  return covers + punctuation[lang].semicolon + ratePartsSentence[lang](words)
}
