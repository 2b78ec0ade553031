/** The tables of changes by month whose sums are the values of the metrics: of workers, of things. */
export const CUBES = ['worker_cube', 'thing_cube'] as const

export type CubeName = (typeof CUBES)[number]

/** The file that holds the nation and every province. */
export const NATION = 'nation'

/**
 * The file that holds, for all regions, what changed since the parts were written: a release after a small commit writes these rows and no
 * part. Its rows add to those of the parts; where a sum comes to nothing, there is no row.
 */
export const CHANGES = 'changes'

/** The part of a cube that a region's values stand in: the nation and the provinces together, what is below a province by itself. */
export function cubeFileOf(region: string): string {
  return region.endsWith('0000') ? NATION : region.slice(0, 2)
}

/** The name under which a release keeps a part of a cube. */
export function cubeFileName(cube: CubeName, part: string): string {
  return `${cube}/${part}`
}
