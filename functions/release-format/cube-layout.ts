/** The tables of changes by month whose sums are the values of the metrics: of workers, and of entities (enterprises, unions, stations, sites, acts). */
export const CUBES = ['worker_cube', 'thing_cube'] as const

/**
 * A table of the same form beside them, of the events that name a township: its regions are townships, and counties and prefectures, of whose values its
 * rows are the part that these events make (queries/marts/street_cube.sql). No region is read from it and from a cube together.
 */
export const STREET_CUBE = 'street_cube'

/** Tables that are stored in parts. */
export const STORED_IN_PARTS = [...CUBES, STREET_CUBE] as const

export type CubeName = (typeof STORED_IN_PARTS)[number]

/** The part with the nation and every province. */
export const NATION = 'nation'

/**
 * The file of deltas of all regions since the parts were written: a release after a small commit writes it and no part. Its rows are added to the
 * rows of the parts with equal keys. A sum of zeros is no row.
 */
export const CHANGES = 'changes'

/** The part of a cube with the values of a region: one for nation and provinces together, one for everything below each province. */
export function cubeFileOf(region: string): string {
  return region.endsWith('0000') ? NATION : region.slice(0, 2)
}

/** The name of a part of a cube in the files of a release. */
export function cubeFileName(cube: CubeName, part: string): string {
  return `${cube}/${part}`
}
