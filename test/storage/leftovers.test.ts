import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDuckDb } from '../../functions/engines/duckdb.ts'
import { fileLanding } from '../../functions/landing/file-landing.ts'
import { fileStore } from '../../functions/storage/file-store.ts'
import { scratchName } from '../../functions/storage/scratch-names.ts'

/** The number of a process that has ended. */
const ended = () => spawnSync(process.execPath, ['-e', '']).pid
const nameOf = (pid: number) => scratchName().replace(`_${process.pid}_`, `_${pid}_`)
const TWO_DAYS_AGO = new Date(Date.now() - 2 * 86_400_000)

describe('what a process that was killed leaves', () => {
  it('in the store is removed by the next one that writes there; what others are writing stays', async () => {
    const root = mkdtempSync(join(tmpdir(), 'tonglu-left-'))
    const scratch = join(root, '~tmp')
    mkdirSync(scratch)
    const [dead, alive, fresh, old] = [nameOf(ended()), nameOf(process.ppid), 'of-another-machine', 'old-of-another-machine']
    for (const name of [dead, alive, fresh, old]) writeFileSync(join(scratch, name), 'half')
    utimesSync(join(scratch, old), TWO_DAYS_AGO, TWO_DAYS_AGO)
    await fileStore(root).putIfAbsent('a', Buffer.from('x'))
    expect(readdirSync(scratch).sort()).toEqual([alive, fresh].sort())
  })

  it('of an engine is removed by the next engine', async () => {
    const dead = join(tmpdir(), `tonglu-duckdb-${nameOf(ended())}`)
    mkdirSync(dead)
    const engine = await openDuckDb({ memory: '200MB', threads: 1 })
    expect([existsSync(dead), existsSync(engine.folder)]).toEqual([false, true])
    await engine.close()
    expect(existsSync(engine.folder)).toBe(false)
  })

  it('of an upload is removed after a day', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tonglu-parts-'))
    mkdirSync(join(folder, 'd'))
    for (const name of ['a.part', 'b.part']) writeFileSync(join(folder, 'd', name), 'half')
    utimesSync(join(folder, 'd/a.part'), TWO_DAYS_AGO, TWO_DAYS_AGO)
    expect(await Array.fromAsync(fileLanding(folder, (text) => text).list())).toEqual([])
    expect(readdirSync(join(folder, 'd'))).toEqual(['b.part'])
  })
})

describe('what an engine writes to disk beyond its memory', () => {
  it('is bounded, by half of what is free unless a setting says otherwise', async () => {
    const settingOf = async (spill?: string) => {
      const engine = await openDuckDb({ memory: '200MB', threads: 1, ...(spill && { spill }) })
      const [row] = await engine.rows("select current_setting('max_temp_directory_size') as size")
      await engine.close()
      return String(row!.size)
    }
    expect(await settingOf('1000MB')).toBe('953.6 MiB')
    expect(await settingOf()).toMatch(/^[\d.]+ [MGT]iB$/)
  })

  it('ends the count with a sentence where it is more', async () => {
    const engine = await openDuckDb({ memory: '50MB', threads: 1, spill: '10MB' })
    await expect(engine.run('create table t as select range as a, random() as b from range(20000000) order by b')).rejects.toMatchObject({
      failure: 'resources',
    })
    await engine.close()
  })
})
