import type { Catalogue } from '../schema/files.ts'
import { type Dangling, type Known, unlessIn } from './known.ts'

/** Regions and townships whose parent is not in the table. */
export function regionProblems({ 'regions.json': { rows } }: Catalogue, known: Known): Dangling[] {
  return rows.flatMap(([, , level, parent], index) =>
    level === 'nation' ? [] : unlessIn(known.regions, parent, ['rows', index, 'parent'], 'the code of a row of this file'),
  )
}

/** Former regions that are in the table of today, or that a region succeeds that is not. */
export function formerRegionProblems({ 'former-regions.json': { rows } }: Catalogue, known: Known): Dangling[] {
  return rows.flatMap(([code, , , , successors], index) => [
    ...(known.regions.has(code)
      ? [{ path: ['rows', index, 0], message: `expected a code that regions.json does not have, got "${code}"` }]
      : []),
    ...successors.flatMap((one, at) => unlessIn(known.regions, one, ['rows', index, 4, at], 'the code of a row of regions.json')),
  ])
}

/** Zones that are in the table under the code that is to be another one, and zones and counties that are not in the table. */
export function zoneProblems({ 'zone-codes.json': { same, spanning } }: Catalogue, known: Known): Dangling[] {
  return [
    ...Object.entries(same).flatMap(([code, { counted }]) =>
      unlessIn(known.regions, counted, ['same', code, 'counted'], 'the code of a row of regions.json'),
    ),
    ...Object.entries(spanning).flatMap(([code, { hosts }]) =>
      hosts.flatMap((host, at) => unlessIn(known.regions, host, ['spanning', code, 'hosts', at], 'the code of a row of regions.json')),
    ),
  ]
}

/** Units that are no province of the table. */
export function unitProblems({ 'reporting-units.json': { since }, 'regions.json': { rows } }: Catalogue): Dangling[] {
  const provinces = new Set(rows.filter(([, , level]) => level === 'province').map(([code]) => code))
  return Object.keys(since).flatMap((code) => unlessIn(provinces, code, ['since', code], 'the code of a province in regions.json'))
}

/** Townships that are listed under a region that is not in the table. */
export function townshipProblems({ 'townships.json': townships }: Catalogue, known: Known): Dangling[] {
  return Object.keys(townships).flatMap((parent) => unlessIn(known.regions, parent, [parent], 'the code of a row of regions.json'))
}
