import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Line } from './line.ts'

interface Step {
  seconds: number
  megabytes: number
  read?: number
  written?: number
  /** What tells the result of `plain` apart from another. */
  result?: unknown
}

/**
 * Releases of a history of so many events, beside `plain`, one straightforward statement over the same files (services by month, county, sector
 * and kind, and exact cumulative distinct workers by month): the first release, which lays all events out; the same work as `plain` on what it
 * laid out; a full release, which counts all events anew, laid out as they came; and one after a commit of 10,000 events. Gives the folder,
 * for more; `made` is one in which a history of that size already stands.
 */
export function benchReleases(line: Line, events: number, made?: string): string {
  const folder = made ?? mkdtempSync(join(tmpdir(), 'tonglu-bench-'))
  mkdirSync(folder, { recursive: true })
  const step = (name: string): Step => {
    const script = join(import.meta.dirname, 'release-step.ts')
    const { stdout, stderr, status } = spawnSync(process.execPath, [script, name, folder, String(events)], { encoding: 'utf8' })
    if (status !== 0) throw new Error(`${name} at ${events} events: ${stderr}`)
    return JSON.parse(stdout) as Step
  }
  /** A step beside another: its time and memory, as ratios to that one's. */
  const beside = (bench: string, one: Step, to: string, other: Step) => {
    line(bench, events, one.seconds, 's', to, one.seconds / other.seconds)
    line(`${bench}_memory`, events, one.megabytes, 'MB', `${to}_memory`, one.megabytes / other.megabytes)
  }
  if (!made) line('take_in', events, events / step('make').seconds, 'events/s')
  const plain = step('plain')
  line('plain', events, plain.seconds, 's')
  line('plain_memory', events, plain.megabytes, 'MB')
  beside('release_first', step('first'), 'plain', plain)
  const onLayout = step('on_layout')
  if (JSON.stringify(onLayout.result) !== JSON.stringify(plain.result)) throw new Error('plain and the same work on the layout differ')
  beside('plain_on_layout', onLayout, 'plain', plain)
  step('commit')
  const full = step('full')
  beside('release_full', full, 'plain', plain)
  step('commit_again')
  const changes = step('changes')
  beside('release_changes', changes, 'release_full', full)
  line('release_changes_read', events, changes.read! / 1e6, 'MB', 'release_full', changes.read! / full.read!)
  line('release_changes_written', events, changes.written! / 1e6, 'MB', 'release_full', changes.written! / full.written!)
  return folder
}
