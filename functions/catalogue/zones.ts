import zoneCodesJson from '../../queries/catalogue/zone-codes.json' with { type: 'json' }

/*
 * Functional zones (development zones, industrial parks) are no divisions of GB/T 2260. The statistics bureau lists some between the counties, with a
 * 7 as the fifth digit, which no county has. They are taken under every code in use, and are in no count of counties.
 */

/** Whether a region of six digits is a functional zone and no county. */
export const isZone = (code: string): boolean => code.length === 6 && code[4] === '7'

/** The code in the table of a zone that is known under another one; undefined for any other code. */
export function zoneOfTable(code: string): string | undefined {
  return Object.hasOwn(zoneCodesJson.same, code) ? zoneCodesJson.same[code]!.counted : undefined
}

/** A zone that is not in the table, with the counties that it lies in. */
export function spanningZone(code: string): { name: string; hosts: readonly string[] } | undefined {
  return Object.hasOwn(zoneCodesJson.spanning, code) ? zoneCodesJson.spanning[code] : undefined
}
