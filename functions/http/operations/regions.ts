import { isZone } from '../../catalogue/zones.ts'
import { type Region as TableRegion, allRegions, regionTable } from '../../catalogue/regions.ts'
import { allFormerRegions } from '../../catalogue/former-regions.ts'
import { reportsSince } from '../../catalogue/reporting-units.ts'
import type { ReadContext } from '../context.ts'
import type { Operations } from '../dispatcher.ts'
import { json } from '../message.ts'
import type { Region } from '../routes/regions.ts'

function described({ code, name, nameEn, level, parent }: TableRegion): Region {
  const since = reportsSince(code)
  return {
    code,
    name: { zh: name, en: nameEn },
    level: level as Region['level'],
    parent,
    ...(isZone(code) && { zone: true as const }),
    reports: since !== undefined,
    ...(since !== undefined && { reports_since: since }),
  }
}

const former = allFormerRegions().map(({ code, name, validFrom, validTo, successors }) => ({
  code,
  name,
  valid_from: validFrom,
  valid_to: validTo,
  successors: [...successors],
}))

export const regionOperations: Operations<'getRegions', ReadContext> = {
  getRegions: () => Promise.resolve(json(200, { ...regionTable, regions: [...allRegions()].map(described), former })),
}
