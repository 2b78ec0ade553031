/** The level of regions, by the level of the union there (the list `level` of codes.json). */
export const REGION_LEVELS = {
  national: 'nation',
  province: 'province',
  city: 'prefecture',
  district: 'county',
  street: 'township',
} as const

/** The level of the union of a region, as a code of the list of levels; that of a street's for a village. */
export const unionLevelOf = (regionLevel: string): string =>
  Object.entries(REGION_LEVELS).find(([, level]) => level === regionLevel)?.[0] ?? 'street'
