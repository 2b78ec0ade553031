import type { Manifest } from '../release-format/manifest.ts'

/**
 * Whether a release counts the members that a membership rate is of. One that was built before has no rate: all members divided by the workforce of
 * some would mislead (functions/docs/contract.md, section 3).
 */
export const countsCoveredMembers = (manifest: Manifest): boolean => Object.hasOwn(manifest.models, 'covered_changes')
