import { rmSync } from 'node:fs'
import { benchReleases } from './release.ts'
import { line } from './line.ts'

/**
 * `npm run bench:large [-- FOLDER]`: releases at 100 million events, which take an hour and 25 GB of disk. With a folder, a history that stands there
 * is counted, or made there and left.
 */
const [made] = process.argv.slice(2)
const folder = benchReleases(line, 100_000_000, made)
if (!made) rmSync(folder, { recursive: true, force: true })
