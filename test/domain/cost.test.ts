import { describe, expect, it } from 'vitest'
import { listPrices } from '../../functions/catalogue/prices.ts'
import { type Prices, monthCost, project, releaseCost, totalOf } from '../../functions/domain/cost.ts'

const prices: Prices = {
  ...listPrices,
  function_memory_mb: 2048,
  function_gb_second: 0.00001,
  function_million_calls: 0,
  store_gb_month: 0.02,
  store_million_reads: 0.4,
  store_million_writes: 5,
  elsewhere_terabyte: 5,
  elsewhere_least_bytes: 1e7,
}

describe('the cost of a release', () => {
  it('is the function’s memory for its time, and each request to the store', () => {
    expect(releaseCost({ seconds: 50, reads: 1000, writes: 200 }, prices)).toEqual({
      function: 50 * 2 * 0.00001,
      requests: 1000 * 0.4e-6 + 200 * 5e-6,
    })
  })
  it('includes what a remote engine read, and the least charge for each of many small statements', () => {
    const took = { seconds: 0, reads: 0, writes: 0 }
    expect(releaseCost({ ...took, elsewhere: { statements: 30, bytes_read: 1e12 } }, prices).elsewhere).toBe(5)
    expect(releaseCost({ ...took, elsewhere: { statements: 30, bytes_read: 1000 } }, prices).elsewhere).toBeCloseTo(30 * 1e7 * 5e-12, 12)
  })
  it('in a month is the cost of all its releases and of the stored bytes', () => {
    const month = monthCost({ function: 0.001, requests: 0.002 }, 100, 50e9, prices)
    expect(month).toEqual({ function: 0.1, requests: 0.2, storage: 1 })
    expect(totalOf(month)).toBeCloseTo(1.3, 12)
  })
  it('grows in proportion to the events, each kind of release from its own measurement', () => {
    const whole = { seconds: 10, reads: 10, writes: 10, events: 1e6 }
    const changes = { seconds: 1, reads: 10, writes: 10, events: 2e6 }
    const measured = { events: 2e6, bytes: 1e8, storedBytes: 2e8, whole, changes, remoteReadRatio: 3, releasesAMonth: 10 }
    const projected = project(measured, 1e9, prices)
    expect(projected).toMatchObject({ bytes: 5e10, storedBytes: 1e11, wholeSeconds: 10_000, changesSeconds: 500, elsewhere: 0.75 })
    expect(projected.month.function).toBeCloseTo(10 * 500 * 2 * 0.00001, 12)
    expect(projected.month.storage).toBeCloseTo(2, 12)
  })
})
