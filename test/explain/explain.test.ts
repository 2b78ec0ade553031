import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { monthNumber } from '../../functions/domain/calendar.ts'
import { buildRelease } from '../../functions/build/build.ts'
import { compact } from '../../functions/event-log/maintenance/compact.ts'
import { type Explanation, explain } from '../../functions/explain/explain.ts'
import { explainedLines, isExplained } from '../../functions/explain/explanation-text.ts'
import { findContributions } from '../../functions/explain/contributions.ts'
import { loadEvents, shownLog } from '../../functions/explain/events-of-release.ts'
import { type MetricQuery, explainedMetrics, metricQuery } from '../../functions/explain/metric-queries.ts'
import { type Engine, openDuckDb } from '../../functions/engines/duckdb.ts'
import { type Cube, openCube } from '../../functions/reporting/cube.ts'
import type { Question } from '../../functions/explain/question.ts'
import { type Dataset, openDataset } from '../../functions/ingest/dataset.ts'
import { countedMetrics } from '../../functions/catalogue/catalogue.ts'
import type { Manifest } from '../../functions/release-format/manifest.ts'
import { asOfMonth } from '../../functions/reporting/as-of.ts'
import { seededRandom } from '../../functions/simulator/random.ts'
import type { Store } from '../../functions/storage/store.ts'
import twelveEvents from '../fixtures/twelve-events.json' with { type: 'json' }
import { KEY, NOW, emptyStore } from '../context.ts'
import { randomHistory } from '../queries/history.ts'

const limits = { memory: '800MB', threads: 2 }

interface Prepared {
  store: Store
  dataset: Dataset
  release: Manifest
}

const json = (events: readonly object[]) => ({ body: Buffer.from(JSON.stringify(events)), contentType: 'application/json' })

/** A dataset of these uploads, with a release. */
async function prepared(uploads: readonly (readonly object[])[]): Promise<Prepared> {
  const store = emptyStore()
  const dataset = await openDataset('paper', store, KEY, () => NOW)
  for (const upload of uploads) expect(await dataset.ingest(json(upload))).toMatchObject({ rejected: 0 })
  const { manifest } = await buildRelease('paper', store, { limits, now: () => NOW })
  return { store, dataset, release: manifest }
}

const ask = ({ store, release }: Prepared, question: Partial<Question> & { metric: string }) =>
  explain({ store, limits, limit: 20 }, release, {
    region: '000000',
    sector: 'all',
    span: 'all',
    month: asOfMonth(release),
    part: '',
    ...question,
  })

const identities = ({ evidence }: Explanation) =>
  evidence!.listed.map(({ amount, revisions }) => `${revisions[0]!.source} ${revisions[0]!.id} +${amount}`)

describe('twelve events counted on paper', () => {
  let paper: Prepared
  beforeAll(async () => {
    paper = await prepared([twelveEvents.slice(0, 6), twelveEvents.slice(6)])
  })

  it.each<[question: Partial<Question> & { metric: string }, value: number, events: string[]]>([
    [{ metric: 'members' }, 1, ['paper 6 +1']],
    [{ metric: 'members', month: monthNumber('2026-03-31') }, 2, ['paper 6 +1', 'paper 7 +1']],
    [{ metric: 'members', region: '330000' }, 0, []],
    [{ metric: 'members_joined', span: 'month', month: monthNumber('2026-03-31') }, 2, ['paper 6 +1', 'paper 7 +1']],
    [{ metric: 'members_joined', span: 'month' }, 0, []],
    [{ metric: 'members_left', span: 'year' }, 1, ['paper 8 +1']],
    [{ metric: 'workers_served' }, 2, ['paper 9 +1', 'paper 10 +0', 'paper 12 +1']],
    [{ metric: 'workers_served', region: '310104' }, 1, ['paper 10 +1']],
    [{ metric: 'workers_served', sector: 'freight' }, 1, ['paper 10 +1']],
    [{ metric: 'service_persontimes' }, 33, ['paper 9 +1', 'paper 10 +1', 'paper 11 +30', 'paper 12 +1']],
    [{ metric: 'service_persontimes', region: '330000', sector: 'freight' }, 30, ['paper 11 +30']],
    [{ metric: 'unions' }, 1, ['paper 2 +1']],
    [{ metric: 'unions_established', span: 'year' }, 1, ['paper 2 +1']],
    [{ metric: 'head_enterprises' }, 1, ['paper 1 +1']],
    [{ metric: 'head_enterprises_unionized', month: monthNumber('2026-01-31') }, 0, []],
    [{ metric: 'head_enterprises_unionized' }, 1, ['paper 1 +1', 'paper 2 +0']],
    [{ metric: 'driver_homes', sector: 'freight' }, 1, ['paper 3 +1']],
    [{ metric: 'workforce', region: '310000' }, 50, ['paper 5 +10', 'paper 4 +40']],
  ])('%j is %i, made by %j', async (question, value, events) => {
    const { explanation } = await ask(paper, question)
    expect([explanation.value, explanation.evidence!.sum]).toEqual([value, value])
    expect(identities(explanation)).toEqual(events)
    expect(isExplained(explanation)).toBe(true)
  })
  it('name the receipt and the commit of each event', async () => {
    const { explanation, log } = await ask(paper, { metric: 'members', month: monthNumber('2026-03-31') })
    const origins = explanation.evidence!.listed.map(({ revisions }) => revisions[0]!.origins)
    expect(origins).toEqual(log.commits.map(({ seq, receipts }) => [{ commit: seq, receipts: [receipts[0]!.receipt_id] }]))
  })
  it('explain a rate by its numerator and its denominator', async () => {
    const { explanation } = await ask(paper, { metric: 'membership_rate', region: '310115', sector: 'courier' })
    expect(explanation.value).toBe(0.025)
    expect(explanation.parts!.map(({ question, value, evidence }) => [question.metric, question.part, value, evidence!.sum])).toEqual([
      ['members_covered', 'registered', 1, 1],
      ['workforce', 'registered', 40, 40],
    ])
    expect(isExplained(explanation)).toBe(true)
  })
  it.each([
    ['blank_cells', 1, 'events that are absent'],
    ['agreements', 0, 'no query for it'],
    ['no_such_metric', NaN, 'no counted metric'],
  ])('say why %s cannot be explained', async (metric, value, why) => {
    const { explanation } = await ask(paper, { metric })
    expect(explanation).toMatchObject({ value, cannot: expect.stringContaining(why) as string })
    expect(isExplained(explanation)).toBe(false)
  })
  it('are printed with release, log, files, events and the check', async () => {
    const text = explainedLines(await ask(paper, { metric: 'members' })).join('\n')
    expect(text).toMatch(/^release 000001 of paper, built .*, shows the log up to commit 2\n/)
    expect(text).toContain('hash chain of 2 commits verified; 2 event files with 12 rows:\n  files/')
    expect(text).toContain(
      'members, 000000 全国, sector all, until 2026-05-31: 1 人\n1 events contribute; they add up to 1, as the release says',
    )
    expect(text).toMatch(
      / {2}\+1 {2}source paper, id 6 {2}revision 1: member.joined 2026-03-01, receipt \S+ \(commit 1\) {2}worker [0-9a-f]{8}…\n/,
    )
    expect(text).not.toMatch(/k[0-9a-f]{8}:/)
  })
  it('are found not to add up where the value is another', async () => {
    const { explanation, ...rest } = await ask(paper, { metric: 'members' })
    const wrong = { ...explanation, value: 2 }
    expect(isExplained(wrong)).toBe(false)
    expect(explainedLines({ ...rest, explanation: wrong }).join('\n')).toContain('THEY ADD UP TO 1, NOT TO 2')
  })
})

describe('the value of a township', () => {
  it('is made by the events that name it, and no other number is explained there', async () => {
    const inStreet = (event: (typeof twelveEvents)[number], id: string) => ({ ...event, id, data: { ...event.data, region: '310115004' } })
    const named = await prepared([[...twelveEvents, inStreet(twelveEvents[2]!, 'street')]])
    const { explanation } = await ask(named, { metric: 'sites', region: '310115004' })
    expect([explanation.value, isExplained(explanation)]).toEqual([1, true])
    expect(identities(explanation)).toEqual(['paper street +1'])
    for (const metric of ['workforce', 'membership_rate', 'members'])
      expect((await ask(named, { metric, region: '310115004' })).explanation).toMatchObject({
        cannot: expect.stringContaining('not counted by township') as string,
      })
  })
})

describe('corrections', () => {
  const join = { ...twelveEvents[5]!, id: 'moved' }
  const moved = { ...join, revision: 2, data: { ...join.data, region: '310104' } }
  const withdrawn = { ...twelveEvents[6]!, id: 'withdrawn' }
  let corrected: Prepared
  beforeAll(async () => {
    const { source, id } = withdrawn
    corrected = await prepared([
      [...twelveEvents.slice(0, 2), join, withdrawn],
      [moved, { source, id, revision: 3, void: true }],
    ])
  })

  it('are listed where they took an event out of a value', async () => {
    const { explanation } = await ask(corrected, { metric: 'members', region: '310115' })
    expect([explanation.value, isExplained(explanation)]).toEqual([0, true])
    expect(explanation.evidence!.corrections.map(({ how, revisions }) => [how, revisions.map(({ revision }) => revision)])).toEqual([
      ['corrected', [2, 1]],
      ['withdrawn', [3, 1]],
    ])
  })
  it('of an event that names no region are listed where its worker is, and nowhere else', async () => {
    const leave = twelveEvents[7]!
    const { source, id } = leave
    const left = await prepared([twelveEvents.slice(0, 7), [leave], [{ source, id, revision: 2, void: true }]])
    const here = (await ask(left, { metric: 'members', region: '310115', month: monthNumber('2026-05-31') })).explanation.evidence!
    expect(here.corrections.map(({ how, revisions }) => [how, revisions[1]!.type])).toEqual([['withdrawn', 'member.left']])
    expect(
      (await ask(left, { metric: 'members', region: '310104', month: monthNumber('2026-05-31') })).explanation.evidence!.corrections,
    ).toEqual([])
    const before = { metric: 'members_left', region: '310115', span: 'month', month: monthNumber('2026-03-31') } as const
    expect((await ask(left, before)).explanation.evidence!.corrections).toEqual([])
  })
  it('are listed with the event that they made', async () => {
    const { explanation, ...rest } = await ask(corrected, { metric: 'members', region: '310104' })
    expect(explanation.evidence!.listed[0]!.revisions.map(({ revision, origins }) => [revision, origins[0]!.commit])).toEqual([
      [2, 2],
      [1, 1],
    ])
    expect(explainedLines({ ...rest, explanation }).join('\n')).toContain('before it, revision 1: member.joined 2026-03-01')
  })
})

describe('a log whose files were compacted', () => {
  it('still says which upload an event came with, as long as the files of the uploads are there', async () => {
    const paper = await prepared([twelveEvents.slice(0, 6), twelveEvents.slice(6)])
    expect(await compact(paper.store, paper.dataset.log, () => NOW, 2)).toBeGreaterThan(0)
    const before = await ask(paper, { metric: 'members' })
    expect(before.log.files).toHaveLength(1)
    expect(before.explanation.evidence!.listed[0]!.revisions[0]!.origins.map(({ commit }) => commit)).toEqual([1])

    const uploads = before.log.commits.filter(({ kind }) => kind === 'upload').flatMap(({ adds }) => adds)
    for (const { key } of uploads) await paper.store.remove(key)
    const after = await ask(paper, { metric: 'members' })
    expect(after.explanation.evidence!.listed[0]!.revisions[0]!.origins.map(({ commit }) => commit)).toEqual([1, 2])
    expect(explainedLines(after).join('\n')).toMatch(/one of: receipt \S+ \(commit 1\); receipt \S+ \(commit 2\)/)
    expect(isExplained(after.explanation)).toBe(true)
  })
})

describe('a random history', () => {
  let random: { engine: Engine; cube: Cube; month: number }
  beforeAll(async () => {
    const history = randomHistory(seededRandom(4), 600)
    const store = emptyStore()
    const dataset = await openDataset('random', store, KEY, () => NOW)
    await dataset.ingest(json(history.slice(0, 300)))
    await dataset.ingest(json(history.slice(300)))
    const { manifest } = await buildRelease('random', store, { limits, now: () => NOW })
    const engine = await openDuckDb(limits)
    const reads = explainedMetrics.flatMap((metric) => (metricQuery(metric) as MetricQuery).reads)
    await loadEvents(engine, store, { files: (await shownLog(store, manifest)).files, models: reads })
    random = { engine, cube: await openCube(store, manifest), month: asOfMonth(manifest) }
  })
  afterAll(() => random.engine.close())

  it.each(explainedMetrics)('%s adds up in every window, region and sector tried', async (metric) => {
    const { engine, cube, month: last } = random
    const months = [last, last - 5, last - 14, last - 27]
    const { windowed } = countedMetrics[metric]!
    const streets = (await cube.streets.metrics()).has(metric) ? ['310115004', '441900003'] : []
    const part = countedMetrics[metric]!.by === 'basis' ? 'registered' : ''
    const counted: number[] = []
    for (const span of windowed ? (['all', 'year', 'month'] as const) : (['all'] as const))
      for (const region of ['000000', '310000', '310115', ...streets])
        for (const [sector, month] of ['all', 'courier'].flatMap((one) => months.map((at) => [one, at] as const))) {
          const question = { metric, region, sector, span, month, part }
          const { valuesAt } = region.length === 9 ? cube.streets : cube
          const values = await valuesAt({ regions: [region], metrics: [metric], sectors: [sector], spans: [span], month })
          const value = values.find((one) => one.part === part)?.value ?? 0
          const { sum } = await findContributions(engine, { query: metricQuery(metric) as MetricQuery, question, limit: 1 })
          expect([span, region, sector, month, sum]).toEqual([span, region, sector, month, value])
          counted.push(value)
        }
    if (metric !== 'units_due') expect(Math.max(...counted)).toBeGreaterThan(0)
  })
})
