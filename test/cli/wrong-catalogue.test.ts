import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'

const PROGRAM = join(import.meta.dirname, '../../functions/cli/tonglu.ts')

/** Starts a command on a catalogue in which one text of metrics.json is replaced. */
function startWith(from: string, to: string) {
  const folder = mkdtempSync(join(tmpdir(), 'tonglu-catalogue-'))
  const hook = join(folder, 'hook.mjs')
  writeFileSync(
    hook,
    `import { registerHooks } from 'node:module'
     registerHooks({ load(url, context, next) {
       const loaded = next(url, context)
       if (!url.endsWith('/queries/catalogue/metrics.json')) return loaded
       const text = String(loaded.source)
       if (!text.includes(${JSON.stringify(from)})) throw new Error('nothing to replace')
       return { ...loaded, source: text.replace(${JSON.stringify(from)}, ${JSON.stringify(to)}) }
     } })`,
  )
  const args = ['--import', pathToFileURL(hook).href, PROGRAM, 'release', 'mine']
  return spawnSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, DATA_DIR: join(folder, 'data') } })
}

describe('a wrong catalogue stops the start', () => {
  it.each([
    ['"unit": "人",', '', 'metric "workers_served": unit: expected text, got nothing'],
    ['"windowed": true', '"windowed": "no"', 'metric "workers_served": windowed: expected true or false, got "no"'],
    ['"reported_by": "service_persontimes"', '"reported_by": "sitez"', 'metric "workers_served": reported_by: expected a counted metric or an event type, got "sitez"'],
  ])('%s replaced by "%s"', (from, to, problem) => {
    const { status, stdout, stderr } = startWith(from, to)
    expect(status).not.toBe(0)
    expect(stderr).toContain(`queries/catalogue/metrics.json: ${problem}`)
    expect(stdout).toBe('')
  })
}) // prettier-ignore
