import { join } from 'node:path'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeLists, sectors } from '../../functions/catalogue/catalogue.ts'
import { type Engine, openDuckDb } from '../../functions/engines/duckdb.ts'

interface Cell {
  key: string
  number: number
  total: number
}

let engine: Engine
let cells: Cell[]
beforeAll(async () => {
  engine = await openDuckDb({ memory: '100MB', threads: 1 })
  const rows = await engine.rows(readFileSync(join(import.meta.dirname, '../../queries/staging/cells.sql'), 'utf8'))
  cells = rows.map(({ sector, metric, part, number, total_number: total }) => ({
    key: [sector, metric, part].map(String).join(' '),
    number: Number(number),
    total: Number(total),
  }))
})
afterAll(() => engine.close())

const codes = (list: string) => Object.keys(codeLists[list]!.codes)

describe('the cells that workers are counted by', () => {
  it('are one for each sector and metric, and for each part that workers are counted by', () => {
    const metrics = ['members', 'members_joined', 'members_left', 'members_transferred', 'service_persontimes', 'workers_served']
    const wanted = [
      ...['all', ...sectors].flatMap((sector) => metrics.map((metric) => `${sector} ${metric} `)),
      ...codes('join_path').map((code) => `all members_joined path=${code}`),
      ...codes('join_channel').map((code) => `all members_joined channel=${code}`),
      ...codes('service_kind').map((code) => `all service_persontimes kind=${code}`),
      'all service_persontimes at_site',
      'all service_persontimes not_member',
      'all members recorded',
      'all members_left reason=lost_contact',
    ]
    expect(cells.map((cell) => cell.key).sort()).toEqual(wanted.sort())
  })
  it('have numbers of their own, far enough apart for months', () => {
    expect(new Set(cells.map((cell) => cell.number)).size).toBe(cells.length)
    expect(cells.filter((cell) => cell.number % 100_000 !== 0 || cell.number < 100_000)).toEqual([])
  })
  it('name the cell of all sectors: that of the same metric, and of a part the cell itself', () => {
    const numbers = new Map(cells.map((cell) => [cell.key, cell.number]))
    expect(cells.filter((cell) => cell.total !== numbers.get(cell.key.replace(/^\w+/, 'all')))).toEqual([])
  })
})
