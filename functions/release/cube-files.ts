/** The tables of changes by month whose sums are the values of the metrics: of workers, of things. */
export const CUBES = ['worker_cube', 'thing_cube'] as const

/** The file that holds the nation and every province. */
export const NATION = 'nation'

/** The part of a cube that a region's values stand in: the nation and the provinces together, what is below a province by itself. */
export function cubeFileOf(region: string): string {
  return region.endsWith('0000') ? NATION : region.slice(0, 2)
}

/** The name under which a release keeps a part of a cube. */
export function cubeFileName(cube: (typeof CUBES)[number], part: string): string {
  return `${cube}/${part}`
}
