import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { eventTypes } from '../../functions/catalogue/catalogue.ts'

describe('the acts that are counted as they are reported', () => {
  it('are the types with a pattern: each other type is left out by name, or names a worker', () => {
    const sql = readFileSync(join(import.meta.dirname, '../../queries/staging/stg_act_events.sql'), 'utf8')
    const leftOut = [.../type not in \(\n([^)]+)\)/.exec(sql)![1]!.matchAll(/'([a-z._]+)'/g)].map((match) => match[1])
    const others = [...eventTypes].filter(([, type]) => type.pattern === undefined)
    const namingNoWorker = others.filter(([, type]) => !type.fields.some((field) => field.name === 'worker' && field.isRequired))
    expect(leftOut.toSorted()).toEqual(namingNoWorker.map(([name]) => name).sort())
  })
})
