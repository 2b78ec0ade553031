import '../catalogue/check-at-start.ts'
import { CommanderError } from 'commander'
import { programFor } from './program.ts'

/** The program `tonglu`, run by `tonglu.js`. Ends with 2 where it was not called as its help says. */

const USAGE_ERROR = 2

try {
  await (await programFor(process.argv[2])).parseAsync(process.argv, { from: 'node' })
} catch (error) {
  if (!(error instanceof CommanderError)) throw error
  process.exit(error.exitCode === 0 ? 0 : USAGE_ERROR)
}
