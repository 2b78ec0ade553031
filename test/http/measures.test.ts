import { beforeAll, describe, expect, it } from 'vitest'
import { eventTypes } from '../../functions/catalogue/catalogue.ts'
import { type Measure, measures } from '../../functions/catalogue/measures.ts'
import { findRegion, regionsAtLevel } from '../../functions/catalogue/regions.ts'
import { serve } from '../../functions/local/server.ts'
import townships from '../../queries/catalogue/townships.json' with { type: 'json' }
import { emptyContext } from '../context.ts'

const ids = Object.keys(measures)

/** Counties that have a township of their own: each measure gets one for itself, so that none moves another's number. */
const counties = regionsAtLevel('000000', 'county').flatMap(({ code }) => {
  const street = Object.keys(Object.values(townships as Record<string, Record<string, string>>).find((towns) => Object.keys(towns).some((one) => one.startsWith(code))) ?? {}).find((one) => one.startsWith(code)) // prettier-ignore
  return street && findRegion(street)?.parent === code ? [{ region: code, street }] : []
})

interface Example {
  source: string
  id: string
  type: string
  occurred_on: string
  data: Record<string, unknown>
}

/** A measure's example as a union of one county would send it. */
function exampleOf(id: string, { example }: Measure, at: { region: string; street: string }): Example[] {
  const filled = (text: string) =>
    JSON.parse(
      text.replaceAll('{id}', id.toLowerCase()).replaceAll('{region}', at.region).replaceAll('{street}', at.street),
    ) as Example['data']
  return example.map(({ type, data }, index) => ({
    source: `union:${at.region}`,
    id: `${id}-${index}`,
    type,
    occurred_on: index === example.length - 1 ? '2025-03-15' : '2025-03-10',
    data: { ...(eventTypes.get(type)!.fieldNames.has('region') && { region: at.region }), ...filled(JSON.stringify(data)) },
  }))
}

const places = new Map(ids.map((id, index) => [id, counties[index * 7]!]))
const values: Record<'before' | 'reported' | 'voided', Map<string, number>> = { before: new Map(), reported: new Map(), voided: new Map() }

beforeAll(async () => {
  const server = await serve(emptyContext(), 0)
  const api = `http://127.0.0.1:${server.port}/api/v1/measures`
  const send = async (events: object[]) => {
    const sent = await fetch(`${api}/events`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(events) }) // prettier-ignore
    const receipt = (await sent.json()) as { accepted: number; errors: unknown[] }
    expect(receipt.errors).toEqual([])
    expect(receipt.accepted).toBe(events.length)
    expect((await fetch(`${api}/releases`, { method: 'POST' })).status).toBe(201)
  }
  const ask = async (into: Map<string, number>) => {
    for (const id of ids) {
      const asked = await fetch(`${api}/values?metric=${id}&region=${places.get(id)!.region}&as_of=2025-03-31`)
      const answer = (await asked.json()) as { values: { metric: string; value: number }[] }
      if (asked.status !== 200 || answer.values.length !== 1 || answer.values[0]!.metric !== id)
        throw new Error(`${id}: ${JSON.stringify(answer)}`)
      into.set(id, answer.values[0]!.value)
    }
  }
  const examples = ids.map((id) => exampleOf(id, measures[id]!, places.get(id)!))
  // All but the last event of each example, the last one, and its withdrawal.
  const beginnings = examples.flatMap((events) => events.slice(0, -1))
  await send([...beginnings, { ...beginnings[0]!, source: 'union:000000', id: 'beginning' }])
  await ask(values.before)
  await send(examples.map((events) => events.at(-1)!))
  await ask(values.reported)
  await send(examples.map((events) => ({ source: events.at(-1)!.source, id: events.at(-1)!.id, revision: 2, void: true })))
  await ask(values.voided)
  await server.close()
}, 120_000)

describe('the measures of the documents', () => {
  it('are 276, numbered without a gap', () => {
    expect(ids).toEqual(Array.from({ length: 276 }, (_, index) => `M${String(index + 1).padStart(3, '0')}`))
  })
  it('each name an article, a page and an aspect of the seven or none', () => {
    const wrong = ids.filter((id) => {
      const { articles, zh, en, aspect } = measures[id]!
      return articles.length === 0 || !zh || !en || !(aspect === null || (aspect >= 1 && aspect <= 7))
    })
    expect(wrong).toEqual([])
  })
  it.each(ids)('%s moves when its example is reported, and back when that is withdrawn', (id) => {
    const { moves } = measures[id]!
    const [before, reported, voided] = [values.before.get(id)!, values.reported.get(id)!, values.voided.get(id)!]
    expect([Number((reported - before).toFixed(2)), voided - before]).toEqual([moves, 0])
  })
  it('all move: 276 of 276', () => {
    const moved = ids.filter((id) => Number((values.reported.get(id)! - values.before.get(id)!).toFixed(2)) === measures[id]!.moves && values.voided.get(id) === values.before.get(id)) // prettier-ignore
    console.log(`${moved.length} of ${ids.length}`)
    expect(moved).toHaveLength(276)
  })
})
