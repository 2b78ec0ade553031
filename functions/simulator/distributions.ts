/** Residents in millions (seventh census, 2020). */
const RESIDENTS: readonly (readonly [province: string, millions: number])[] = [
  ['110000', 21.9], ['120000', 13.9], ['130000', 74.6], ['140000', 34.9], ['150000', 24], ['210000', 42.6], ['220000', 24.1],
  ['230000', 31.9], ['310000', 24.9], ['320000', 84.7], ['330000', 64.6], ['340000', 61], ['350000', 41.5], ['360000', 45.2],
  ['370000', 101.5], ['410000', 99.4], ['420000', 57.8], ['430000', 66.4], ['440000', 126], ['450000', 50.1], ['460000', 10.1],
  ['500000', 32.1], ['510000', 83.7], ['520000', 38.6], ['530000', 47.2], ['540000', 3.6], ['610000', 39.5], ['620000', 25],
  ['630000', 5.9], ['640000', 7.2], ['650000', 23], ['660000', 2.9],
] // prettier-ignore

/** Workers in new forms of employment in the nation, in millions (published for 2021 and 2023). */
const WORKERS = 84

/**
 * The same by province, where it was published: Hubei 2021 (4.0), Guangdong 2023 (9.6). Shanghai published more than 1.5 in 2018; 2.2 is
 * our own estimate of what that grew to.
 */
const PUBLISHED_WORKERS: Readonly<Record<string, number>> = { '310000': 2.2, '420000': 4, '440000': 9.6 }

/** Workers in new forms of employment by province, in millions: as published, and the rest of the nation's by residents. */
export const PROVINCE_WORKERS: readonly (readonly [province: string, millions: number])[] = (() => {
  const published = Object.values(PUBLISHED_WORKERS).reduce((sum, one) => sum + one, 0)
  const others = RESIDENTS.reduce((sum, [province, residents]) => sum + (PUBLISHED_WORKERS[province] ? 0 : residents), 0)
  return RESIDENTS.map(([province, residents]) => [province, PUBLISHED_WORKERS[province] ?? (residents * (WORKERS - published)) / others])
})()

/** A province's share of the workers of the nation. */
export function shareOfProvince(province: string): number {
  return (PROVINCE_WORKERS.find(([code]) => code === province)?.[1] ?? 0) / WORKERS
}

/**
 * New members in millions. Published: 3.5 in 2021, 10.37 from 2021 to February 2023. The later years are our own: fewer each year, as most
 * of those who are easily reached had joined. A later year is like the last.
 */
const NEW_MEMBERS: Readonly<Record<string, number>> = { 2021: 3.5, 2022: 6.2, 2023: 4.7, 2024: 3.9, 2025: 3.5 }
const NEW_MEMBERS_LATER = 3.3

export function newMembersOf(year: string): number {
  return NEW_MEMBERS[year] ?? NEW_MEMBERS_LATER
}

/** Workers in millions, as published (sector_workers_total of the published figures, rounded); the figure for `other` is our own. */
export const SECTOR_WEIGHTS = [
  ['freight', 17.3],
  ['courier', 4.5],
  ['ride_hailing', 7.5],
  ['food_delivery', 10],
  ['other', 2],
] as const

export type Sector = (typeof SECTOR_WEIGHTS)[number][0]

/** The word for a sector in invented names. */
export const SECTOR_NAMES: Readonly<Record<Sector, string>> = {
  freight: '货运',
  courier: '快递',
  ride_hailing: '出行',
  food_delivery: '外卖',
  other: '服务',
}

/** The sectors of the twelve head offices. */
export const HEAD_OFFICE_SECTORS: readonly Sector[] = [
  'freight', 'freight', 'freight', 'courier', 'courier', 'courier', 'courier', 'courier', 'courier',
  'ride_hailing', 'food_delivery', 'food_delivery',
] // prettier-ignore

/** The kind of a local enterprise in each sector. */
export const ENTERPRISE_KINDS: Readonly<Record<Sector, string>> = {
  freight: 'attached',
  courier: 'franchise',
  ride_hailing: 'branch',
  food_delivery: 'agent',
  other: 'labour_service',
}

export const SERVICE_KINDS = [
  ['checkup', 3],
  ['protection', 2],
  ['summer_cool', 5],
  ['winter_warm', 4],
  ['safety', 3],
  ['legal', 1],
  ['training', 1],
  ['mental_health', 0.5],
  ['culture_sport', 1],
] as const

export const JOIN_PATHS = [
  ['labour_relation', 4],
  ['meets_relation', 1],
  ['not_full_relation', 3],
  ['self_run', 4],
  ['dispatch', 1],
] as const

export const JOIN_CHANNELS = [
  ['collective', 3],
  ['scan', 4],
  ['individual', 3],
  ['online', 2],
  ['mobile_window', 1],
  ['platform', 1],
] as const

/** The kinds of sites that are not driver homes. */
export const SITE_KINDS = [
  ['outdoor_station', 5],
  ['union_station', 2],
  ['love_stop', 2],
  ['workers_home', 1],
] as const

export const SECTOR_UNION_FORMS = [
  ['sector_federation', 4],
  ['joint_union', 3],
  ['small_two_level', 2],
] as const

/** How keen workers are on services: a factor of how many they receive. */
export const KEENNESS = [
  [0.3, 3],
  [1, 4],
  [2.4, 2],
] as const
