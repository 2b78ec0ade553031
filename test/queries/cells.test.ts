import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { codeLists, sectors } from '../../functions/catalogue/catalogue.ts'

const sql = readFileSync(join(import.meta.dirname, '../../queries/staging/cells.sql'), 'utf8')
const cells = [...sql.matchAll(/\('(\w+)', '(\w+)', '([\w=]*)', (\d+)\)/g)].map(([, sector, metric, part, number]) => ({
  key: `${sector} ${metric} ${part}`,
  number: Number(number),
}))
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
      'all members_left reason=lost_contact',
    ]
    expect(cells.map((cell) => cell.key).sort()).toEqual(wanted.sort())
  })
  it('have numbers of their own, far enough apart for months, parts from 10000000 on', () => {
    expect(new Set(cells.map((cell) => cell.number)).size).toBe(cells.length)
    expect(cells.filter((cell) => cell.number % 100_000 !== 0)).toEqual([])
    expect(cells.filter((cell) => cell.key.endsWith(' ') !== cell.number < 10_000_000)).toEqual([])
  })
})
