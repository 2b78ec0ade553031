/**
 * The steps of the state machine that keeps releases up to date (`infra/release-workflow.ts`): list the datasets, then for each of them plan the
 * partitions of the count (none for a small count), count each partition, and build the release. The names of steps and fields are those of
 * the deployed state machine; `piece` is the number of a partition.
 */
export type BuildStep =
  | { step: 'list' }
  | { step: 'share'; dataset: string }
  | { step: 'count'; dataset: string; upTo: number; piece: number }
  | { step: 'release'; dataset: string; upTo: number }
