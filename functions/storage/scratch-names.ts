import { randomUUID } from 'node:crypto'
import { readdir, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'

const HOUR = 3_600_000

/** What is older and of nobody that is known is left over. */
const MOST_AGE = 24 * HOUR

const here = `${hostname().replaceAll(/[^A-Za-z0-9.-]/g, '')}_`

/** A name for a temporary file of this process, which tells whose it is. */
export const scratchName = (): string => `${here}${process.pid}_${randomUUID()}`

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

/** Whether the process of this machine that made a temporary file has ended; undefined where the name does not tell. */
function hasEnded(name: string): boolean | undefined {
  if (!name.startsWith(here)) return undefined
  const pid = Number(name.slice(here.length).split('_')[0])
  return Number.isInteger(pid) && pid > 0 ? !isRunning(pid) : undefined
}

/** Removes temporary files and folders whose process was killed, and of `others` those that are a day old. Failures are left for the next time. */
export async function removeLeftovers(folder: string, { prefix = '', others }: { prefix?: string; others: boolean }): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(prefix)) continue
    const path = join(folder, name)
    const written = (await stat(path).catch(() => undefined))?.mtimeMs
    const isOld = others && written !== undefined && Date.now() - written > MOST_AGE
    if (hasEnded(name.slice(prefix.length)) ?? isOld) await rm(path, { recursive: true, force: true }).catch(() => undefined)
  }
}
