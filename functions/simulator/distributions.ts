/** Residents in millions (seventh census, 2020): how large each province's share of the events is. */
export const PROVINCE_WEIGHTS: readonly (readonly [string, number])[] = [
  ['110000', 21.9], ['120000', 13.9], ['130000', 74.6], ['140000', 34.9], ['150000', 24], ['210000', 42.6], ['220000', 24.1],
  ['230000', 31.9], ['310000', 24.9], ['320000', 84.7], ['330000', 64.6], ['340000', 61], ['350000', 41.5], ['360000', 45.2],
  ['370000', 101.5], ['410000', 99.4], ['420000', 57.8], ['430000', 66.4], ['440000', 126], ['450000', 50.1], ['460000', 10.1],
  ['500000', 32.1], ['510000', 83.7], ['520000', 38.6], ['530000', 47.2], ['540000', 3.6], ['610000', 39.5], ['620000', 25],
  ['630000', 5.9], ['640000', 7.2], ['650000', 23], ['660000', 2.9],
] // prettier-ignore

/** Workers in millions, as published (sector_workers_total of the published figures, rounded); the figure for `other` is our own. */
export const SECTOR_WEIGHTS = [
  ['freight', 17.3],
  ['courier', 4.5],
  ['ride_hailing', 6.6],
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

export const SITE_KINDS = [
  ['driver_home', 3],
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

/** How many services a worker receives. */
export const SERVICES_PER_WORKER = [
  [0, 2],
  [1, 3],
  [2, 2],
  [4, 1],
] as const
