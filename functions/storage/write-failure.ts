/** Why a disk takes no more: it is full, or it can only be read. */
export type WriteFailure = 'full' | 'read_only'

const FAILURES: Record<string, WriteFailure> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EROFS: 'read_only',
  EACCES: 'read_only',
  EPERM: 'read_only',
}

/** What DuckDB says where the disk of its own folder is full. */
const FULL_TEXT = /no space left|max_temp_directory_size|failed to offload/i

/** Whether an error, or what caused it, means that a disk takes no more; undefined for any other error. */
export function writeFailure(error: unknown): WriteFailure | undefined {
  for (let one = error; one instanceof Error; one = one.cause) {
    const failure = FAILURES[(one as NodeJS.ErrnoException).code ?? '']
    if (failure) return failure
    if (one.name === 'QueryFailed' && FULL_TEXT.test(one.message)) return 'full'
  }
  return undefined
}
