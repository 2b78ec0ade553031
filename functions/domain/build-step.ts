/**
 * The steps of the state machine that keeps releases up to date (`infra/release-workflow.ts`): which datasets there are, then for each into which
 * pieces its count is shared (none where it need not be), each piece, and the release.
 */
export type BuildStep =
  | { step: 'list' }
  | { step: 'share'; dataset: string }
  | { step: 'count'; dataset: string; upTo: number; piece: number }
  | { step: 'release'; dataset: string; upTo: number }
