import { z } from 'zod'
import { bilingual, text } from './language.ts'

const sixDigits = z.string().regex(/^\d{6}$/, { error: 'a code of 6 digits' })

/** A row of the region table: code, name, level, parent and English name, which may be empty. */
export const regionRow = z.tuple(
  [
    sixDigits,
    text,
    z.enum(['nation', 'province', 'prefecture', 'county']),
    z.string().regex(/^(\d{6})?$/, { error: 'a code of 6 digits, empty for the nation' }),
    z.string(),
  ],
  { error: 'code, name, level, parent and English name' },
)

/** `regions.json`: nation, provinces, prefectures and counties. */
export const regionsFile = z.strictObject({
  year: z.int(),
  source: text,
  columns: z.tuple([z.literal('code'), z.literal('name'), z.literal('level'), z.literal('parent'), z.literal('name_en')], {
    error: 'the names of the five columns',
  }),
  rows: z.array(regionRow).min(1, { error: 'one row or more' }),
})

const day = z.iso.date({ error: 'a day such as 2015-01-01' })

/** `former-regions.json`: the regions that are no more, see make-former-regions.ts. The first successor is the one in which events count. */
export const formerRegionsFile = z.strictObject({
  year: z.int().describe('The year of the table that the successors are in.'),
  source: text,
  columns: z.array(text),
  rows: z.array(
    z.tuple(
      [
        sixDigits,
        text,
        day,
        day,
        z.array(sixDigits).min(1, { error: 'one code or more' }),
        z.enum(['record', 'same_name', 'decision', 'counties']),
        text,
      ],
      { error: 'code, name, first and last day, successors, basis and source' },
    ),
  ),
})

/** `counted-successors.json`: which of several successors counts, where make-former-regions.ts finds none of the same name. */
export const countedSuccessorsFile = z.strictObject({
  source: text,
  added: z
    .record(sixDigits, z.strictObject({ name: text, from: z.int(), to: z.int(), successor: sixDigits, source: text }))
    .describe('Codes that the source of former-regions.json does not have.'),
  rows: z.record(sixDigits, z.strictObject({ counted: sixDigits, why: text.describe('The words of the decision.') })),
})

/** `zone-codes.json`: codes of functional zones that are in use beside those of the table. */
export const zoneCodesFile = z.strictObject({
  source: text,
  same: z
    .record(sixDigits, z.strictObject({ name: text, counted: sixDigits }))
    .describe('Zones of the table under another code; the zone of the table is the one that is stored.'),
  spanning: z
    .record(sixDigits, z.strictObject({ name: text, hosts: z.array(sixDigits).min(1, { error: 'one code or more' }) }))
    .describe('Zones that are not in the table, with the counties that they lie in.'),
})

/** `reporting-units.json`: the provinces whose unions report, each with the day from which it does. */
export const reportingUnitsFile = z.strictObject({
  source: bilingual,
  since: z.record(sixDigits, day),
})

/** `region-names.json`: the English name of every region of the table, see make-region-names.ts. */
export const regionNamesFile = z.record(
  sixDigits,
  z.string().regex(/^[A-ZÜ][\p{Script=Latin}' ,-]*$/u, { error: 'a name in Latin letters that begins with a capital' }),
)

/** `region-name-exceptions.json`: what make-region-names.ts does not take from its package. */
export const regionNameExceptionsFile = z.strictObject({
  source: text.describe('Where the readings and names are from.'),
  readings: z.record(text, text).describe('Names whose characters have several readings.'),
  names: z.record(text, text).describe('Names of other languages than Chinese.'),
  codes: z.record(sixDigits, text).describe('Whole English names by code: regions whose Chinese name alone does not say theirs.'),
  peoples: z.record(text, text).describe('The peoples that autonomous regions are named after.'),
})

/** `townships.json`: by county (or prefecture without counties), the names of its townships and streets by code. */
export const townshipsFile = z.record(sixDigits, z.record(z.string().regex(/^\d{9}$/, { error: 'a code of 9 digits' }), text))
