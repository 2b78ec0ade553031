import metricsJson from '../../queries/catalogue/metrics.json' with { type: 'json' }
import type { Bilingual } from '../domain/language.ts'
import type { CountedMetric } from './act-metrics.ts'
import { codeName, countedMetrics, publishedMetrics } from './catalogue.ts'
import { type Indicator, type Measure, measures } from './measures.ts'
import { metricName } from './names.ts'
import { partWords } from './part-words.ts'
import { type Recording, recordedBy } from './recorded-by.ts'
import { IN_PRINT, evidenceOfTarget, isTargetable } from './target-evidence.ts'
import { unitName } from './units.ts'

/** A number that another is a part of, or is divided by: a code, some of its parts, one sector. */
export interface NumberRef {
  code: string
  parts?: readonly string[]
  sector?: string
}

/** The definition of one number (functions/docs/contract.md, section 5). */
export interface MetricDefinition {
  /** The name under which pages, targets, bulletins and `GET /values` know it. */
  code: string
  group: 'core' | 'acts' | 'measures' | 'published' | 'targets'
  name: Bilingual
  /** One sentence on what is counted; where the documents define nothing, it says whose reading it is. */
  definition: Bilingual
  unit: Bilingual
  counts: CountedMetric['counts']
  kind: 'stock' | 'flow' | 'share'
  polarity: CountedMetric['polarity']
  /** What a share divides; of a measure with a whole, itself and that whole. */
  numerator?: NumberRef
  denominator?: NumberRef
  /** Whose number it is: the workers or organisations that it can count at all. */
  population?: Bilingual
  /** Documents and articles that ask for it. */
  articles: readonly string[]
  /** Whether a target can be set on it. */
  targetable: boolean
  /** The events that make it count, with the field and the value that decide. */
  recorded_by: readonly Recording[]
  /** Other names under which a target may name it. */
  synonyms: readonly string[]
  /** The words of the documents, where the number is called otherwise. */
  words?: Bilingual
  /** The first measure that shows the same number. */
  same_as?: string
}

const OUR_READING = {
  zh: '文件没有规定这个数怎么数，此处是本系统的理解。',
  en: 'The documents do not say how to count it: this reading is ours.',
}

const POPULATION = {
  zh: '新就业形态劳动者：货车司机、快递员、网约车司机、外卖配送员和其他',
  en: 'workers in new forms of employment: truck drivers, couriers, ride-hailing drivers, food-delivery riders and others',
}

/** Entries of `article` that name no document. */
const NO_DOCUMENT = ['本系统自定', '文件未给出分母']

const join = (...texts: Bilingual[]): Bilingual => ({ zh: texts.map(({ zh }) => zh).join(''), en: texts.map(({ en }) => en).join(' ') })

const refOf = ({ metric, parts, sector }: Indicator): NumberRef => ({ code: metric, ...(parts && { parts }), ...(sector && { sector }) })

const countsWorkers = ({ counts }: Pick<CountedMetric, 'counts'>) => counts === 'people' || counts === 'person_times'

function countedDefinition(code: string, metric: CountedMetric): MetricDefinition {
  const { zh, en, definition, unit, counts, windowed, polarity, article, ratio } = metric
  return {
    code,
    group: metric.is_detail ? 'acts' : 'core',
    name: { zh, en },
    definition: join(definition, OUR_READING),
    unit: unitName(unit),
    counts,
    kind: ratio ? 'share' : windowed ? 'flow' : 'stock',
    polarity,
    ...(ratio && { numerator: { code: ratio[0] }, denominator: { code: ratio[1] } }),
    ...(countsWorkers(metric) && { population: POPULATION }),
    articles: NO_DOCUMENT.includes(article) ? [] : [article],
    targetable: isTargetable(code),
    recorded_by: recordedBy({ metric: code }),
    synonyms: [],
  }
}

function publishedDefinition(code: string): MetricDefinition {
  const { zh, en, definition, unit, counts, kind, polarity } = publishedMetrics[code]!
  return {
    code,
    group: 'published',
    name: { zh, en },
    definition: join(definition, {
      zh: '由发布单位计数，本系统只转引，不并入自己的计数。',
      en: 'Counted by whoever published it: quoted here, and never mixed into our own counts.',
    }),
    unit: unitName(unit),
    counts,
    kind,
    polarity,
    articles: [],
    targetable: isTargetable(code),
    recorded_by: [{ type: 'figure.published', field: 'metric', value: code }],
    synonyms: Object.entries(IN_PRINT).flatMap(([word, meant]) => (meant === code ? [word] : [])),
  }
}

/** The part of an indicator in words: "Only those whose kind is ...". Empty for a whole metric. */
function restriction({ metric, parts, sector }: Indicator): Bilingual[] {
  const texts: Bilingual[] = []
  if (parts) {
    const { zh, en } = partWords(metric, parts)
    texts.push({ zh: `只计${zh}。`, en: `Only those ${en}.` })
  }
  if (sector) texts.push({ zh: `只计${codeName('sector', sector).zh}行业。`, en: `Only the sector ${codeName('sector', sector).en}.` })
  return texts
}

/** What a measure is a part of, as a sentence. */
function wholeWords(indicator: Indicator, of: Indicator): Bilingual {
  const only = restriction(of)
  const { zh, en } = metricName(of.metric)
  if (only.length === 0) return { zh: `占比的分母是“${zh}”。`, en: `Its share is of “${en}”.` }
  if (JSON.stringify(only) === JSON.stringify(restriction(indicator)))
    return { zh: `占比的分母是同样范围的“${zh}”。`, en: `Its share is of “${en}” within the same limits.` }
  const inner = join(...only)
  return { zh: `占比的分母是“${zh}”（${inner.zh.replace(/。$/, '')}）。`, en: `Its share is of “${en}” (${inner.en.replace(/\.$/, '')}).` }
}

const indicatorKey = ({ indicator, of }: Measure) => JSON.stringify([indicator, of ?? null])

/** The first measure of each number. */
const firstOf = new Map(
  Object.entries(measures)
    .toReversed()
    .map(([id, measure]) => [indicatorKey(measure), id]),
)

function measureDefinition(code: string, measure: Measure): MetricDefinition {
  const { zh, en, called, indicator, of, articles, definition } = measure
  const metric = countedMetrics[indicator.metric]!
  const first = firstOf.get(indicatorKey(measure))!
  const repeats = {
    zh: `与 ${first}“${measures[first]!.called?.zh ?? measures[first]!.zh}”是同一个数。`,
    en: `The same number as ${first}, “${measures[first]!.called?.en ?? measures[first]!.en}”.`,
  }
  return {
    code,
    group: 'measures',
    name: called ?? { zh, en },
    definition: join(
      ...(definition ? [definition] : [metric.definition, ...restriction(indicator)]),
      ...(of ? [wholeWords(indicator, of)] : []),
      ...(first === code ? [] : [repeats]),
      OUR_READING,
    ),
    unit: unitName(metric.unit),
    counts: metric.counts,
    kind: metric.windowed ? 'flow' : 'stock',
    polarity: metric.polarity,
    ...(of && { numerator: refOf(indicator), denominator: refOf(of) }),
    ...(countsWorkers(metric) && { population: POPULATION }),
    articles,
    targetable: isTargetable(code),
    recorded_by: recordedBy(indicator),
    synonyms: called ? [zh] : [],
    ...(called && { words: { zh, en } }),
    ...(first !== code && { same_as: first }),
  }
}

/** A name that only targets use: the number that it is judged by, or that nobody counts it. */
function targetDefinition(code: string): MetricDefinition {
  const { zh, en } = metricsJson.target_only[code]!
  const { counted, of: whole, published, rule } = evidenceOfTarget(code)
  // Streets are read from the table of regions: they are no number of the registry.
  const of = whole && countedMetrics[whole.metric] && whole
  const judgedBy = counted?.metric ?? published
  const metric = counted ? countedMetrics[counted.metric] : published ? publishedMetrics[published] : undefined
  const text = {
    zh: judgedBy
      ? `只用于目标：按“${metricName(judgedBy).zh}”判定。`
      : rule
        ? '只用于目标：按目标台账判定。'
        : '没有规定怎么数，本系统不计数，也不判定。',
    en: judgedBy
      ? `For targets only: judged by “${metricName(judgedBy).en}”.`
      : rule
        ? 'For targets only: judged by the ledger of targets.'
        : 'No count is defined: it is neither counted nor judged here.',
  }
  return {
    code,
    group: 'targets',
    name: { zh, en },
    definition: join(text, ...(counted ? restriction(counted) : []), ...(counted && of ? [wholeWords(counted, of)] : []), OUR_READING),
    unit: unitName(metric?.unit ?? (/_(share|rate|coverage)$/.test(code) ? '%' : '个')),
    counts: metric?.counts ?? 'things',
    kind: metric && 'windowed' in metric && metric.windowed ? 'flow' : 'stock',
    // Targets ask for at least a number: more of it is better.
    polarity: metric?.polarity ?? 'more',
    ...(of && counted && { numerator: refOf(counted), denominator: refOf(of) }),
    articles: [],
    targetable: isTargetable(code),
    recorded_by: counted
      ? recordedBy(counted)
      : published
        ? [{ type: 'figure.published', field: 'metric', value: published }]
        : rule === 'ledger'
          ? [{ type: 'target.set', field: 'part_of' }]
          : [],
    synonyms: [],
  }
}

/**
 * The registry: every number that a page, target, bulletin or `GET /values` shows, by its code: core metrics, counted event types, measures M001
 * to M276, figures that others publish, and names that only targets use. A code that is both counted and published is defined as counted.
 */
export const registry: ReadonlyMap<string, MetricDefinition> = new Map([
  ...Object.keys(metricsJson.target_only).map((code) => [code, targetDefinition(code)] as const),
  ...Object.keys(metricsJson.published).map((code) => [code, publishedDefinition(code)] as const),
  ...Object.entries(countedMetrics).map(([code, metric]) => [code, countedDefinition(code, metric)] as const),
  ...Object.entries(measures).map(([code, measure]) => [code, measureDefinition(code, measure)] as const),
])
