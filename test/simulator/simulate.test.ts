import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { eventTypes, sectors } from '../../functions/catalogue/catalogue.ts'
import { readEvent } from '../../functions/events/event.ts'
import { regionsAtLevel } from '../../functions/catalogue/regions.ts'
import { simulate } from '../../functions/simulator/simulate.ts'

const events = [...simulate({ events: 30_000, seed: 3, until: '2026-11-24', statesArrivals: true })]

describe('the simulator', () => {
  it('gives as many events as asked for, the same for the same seed', () => {
    expect(events).toHaveLength(30_000)
    expect(JSON.stringify([...simulate({ events: 500, seed: 3, until: '2026-11-24' })])).toBe(
      JSON.stringify([...simulate({ events: 500, seed: 3, until: '2026-11-24' })]),
    )
    expect(JSON.stringify([...simulate({ events: 500, seed: 4, until: '2026-11-24' })])).not.toBe(
      JSON.stringify([...simulate({ events: 500, seed: 3, until: '2026-11-24' })]),
    )
  })
  it('gives the same bytes for the same seed in every version', () => {
    const hash = createHash('sha256')
    for (const event of simulate({ events: 5000, seed: 42, until: '2024-03-31' })) hash.update(`${JSON.stringify(event)}\n`)
    expect(hash.digest('hex')).toBe('43a291f4771110fb173faa614522e9cf611b4d0e8dda341bc118dfa65c7dda05')
  })
  it('gives no event that the intake rejects', () => {
    const rules = {
      today: '2026-11-24',
      lastDay: '2026-11-25',
      takesReceivedOn: true,
      pseudonym: (_kind: string, identifier: string) => identifier,
    }
    expect(events.filter((event) => !readEvent(event, rules).ok)).toEqual([])
  })
  it('gives every event type, every sector, and every province of its list', () => {
    expect(new Set(events.map((event) => event.type))).toEqual(new Set(eventTypes.keys()))
    expect(new Set(events.map((event) => event.data?.sector).filter(Boolean))).toEqual(new Set([...sectors, 'all']))
    const provinces = new Set(events.map((event) => event.source.slice(6, 8)))
    const without = regionsAtLevel('000000', 'province')
      .filter((region) => !provinces.has(region.code.slice(0, 2)))
      .map((region) => region.name)
    expect(without).toEqual(['台湾省', '香港特别行政区', '澳门特别行政区'])
  })
  it('gives duplicates, revisions, voids and transfers', () => {
    const seen = new Set<string>()
    const again = events.filter((event) => seen.size === seen.add(JSON.stringify(event)).size)
    expect(again.length).toBeGreaterThan(50)
    expect(events.filter((event) => event.revision === 2).length).toBeGreaterThan(50)
    expect(events.filter((event) => event.void).length).toBeGreaterThan(5)
  })
  it('marks every enterprise as simulated by its name', () => {
    const names = events.filter((event) => event.type === 'enterprise.registered').map((event) => String(event.data?.name))
    expect(names.every((name) => name.startsWith('模拟'))).toBe(true)
  })
})
