import { codeLists, countedMetrics } from '../catalogue/catalogue.ts'
import { type Engine, type EngineLimits } from '../engines/duckdb.ts'
import { withNewDuckDb } from '../build/sources.ts'
import type { Manifest } from '../release-format/manifest.ts'
import { type Cube, openCube } from '../reporting/cube.ts'
import type { Store } from '../storage/store.ts'
import { type Search, findContributions } from './contributions.ts'
import { type Correction, findCorrections } from './corrections.ts'
import { type ShownLog, loadEvents, shownLog } from './events-of-release.ts'
import { metricQuery } from './metric-queries.ts'
import type { Question } from './question.ts'
import { Receipts } from './receipts.ts'
import { type TracedEvent, TracedEvents } from './traced-events.ts'

/** An event that a value contains. */
export interface Contribution {
  /** Whom or what it counts: the pseudonym of a worker, or the id of a union, enterprise, station or site. */
  entity: string | null
  amount: number
  /** Its revisions, the latest first. */
  revisions: TracedEvent[]
}

/** A value, walked back to its receipts. */
export interface Explanation {
  question: Question
  value: number
  unit: string
  /** Why the value cannot be walked back; the rest is then absent. */
  cannot?: string
  /** Numerator and denominator, where the value is a ratio. */
  parts?: Explanation[]
  evidence?: Evidence
}

/** The events that make a value. */
export interface Evidence {
  /** What one contribution is. */
  contribution: string
  note?: string
  /** What all contributions add up to: must be the value. */
  sum: number
  /** How many events contribute. */
  count: number
  /** The first of them, by day. */
  listed: Contribution[]
  /** Events whose correction or withdrawal may have changed the value. */
  corrections: Correction[]
}

export interface ExplainContext {
  store: Store
  limits: EngineLimits
  /** How many contributions and corrections are listed. */
  limit: number
}

/** The explanation of a value of a release, with the log that it was checked against. */
export interface Explained {
  release: Manifest
  log: ShownLog
  explanation: Explanation
}

/** Walks a value of a release back to the events and receipts that make it. Throws where the log or a file is missing or altered. */
export async function explain(context: ExplainContext, release: Manifest, question: Question): Promise<Explained> {
  const log = await shownLog(context.store, release)
  const cube = await openCube(context.store, release)
  return { release, log, explanation: await explainWith({ ...context, cube, log }, question) }
}

type Work = ExplainContext & { cube: Cube; log: ShownLog }

async function explainWith(work: Work, question: Question): Promise<Explanation> {
  const metric = countedMetrics[question.metric]
  if (!metric) return { question, value: NaN, unit: '', cannot: 'it is no counted metric of the catalogue' }
  const { unit, ratio } = metric
  if (isTownship(question.region) && (ratio || !(await work.cube.streets.metrics()).has(question.metric)))
    return { question, value: NaN, unit, cannot: 'it is not counted by township, since no event of it names one' }
  if (ratio) {
    const basis = await basisOf(work, { ...question, metric: ratio[1] })
    const parts = [
      await explainWith(work, { ...question, metric: ratio[0], part: basis }),
      await explainWith(work, { ...question, metric: ratio[1], part: basis }),
    ]
    return { question: { ...question, part: basis }, value: parts[0]!.value / parts[1]!.value, unit, parts }
  }
  const part = metric.by === 'basis' ? await basisOf(work, question) : question.part
  const asked: Question = { ...question, part, span: metric.windowed ? question.span : 'all' }
  const value = await valueOf(work.cube, asked)
  const query = metricQuery(asked.metric)
  const isPart = asked.part !== '' && metric.by !== 'basis'
  if (isPart || typeof query === 'string') return { question: asked, value, unit, cannot: isPart ? 'a part of a metric' : String(query) }
  const evidence = await withNewDuckDb(work.limits, (engine) => evidenceOf(engine, work, { query, question: asked, limit: work.limit }))
  return { question: asked, value, unit, evidence }
}

async function evidenceOf(engine: Engine, { store, log }: Work, search: Search): Promise<Evidence> {
  const paths = await loadEvents(engine, store, { files: log.files, models: search.query.reads })
  const found = await findContributions(engine, search)
  const traced = new TracedEvents(engine, new Receipts(store, log.commits), { paths, files: log.files })
  const listed: Contribution[] = []
  for (const { entity, amount, source, id } of found.listed)
    listed.push({ entity, amount, revisions: await traced.revisionsOf({ source, id }) })
  const corrections = await findCorrections(engine, traced, search)
  const { contribution, note } = search.query
  return { contribution, ...(note && { note }), sum: found.sum, count: found.count, listed, corrections }
}

/** Townships have values of their own, of the events that name them. */
const isTownship = (region: string) => region.length === 9

async function valueOf(cube: Cube, { metric, region, sector, span, month, part }: Question): Promise<number> {
  const asked = { regions: [region], metrics: [metric], sectors: [sector], spans: [span], month }
  const { valuesAt } = isTownship(region) ? cube.streets : cube
  return (await valuesAt(asked)).find((one) => one.part === part)?.value ?? 0
}

/** The basis that is asked for, or the first of the catalogue that has a value. */
async function basisOf({ cube }: Work, question: Question): Promise<string> {
  const bases = Object.keys(codeLists.workforce_basis!.codes)
  if (question.part !== '') return question.part
  for (const part of bases) if ((await valueOf(cube, { ...question, span: 'all', part })) !== 0) return part
  return bases[0]!
}
