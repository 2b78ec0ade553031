import { createHash } from 'node:crypto'

/** The header of queries/data/published-figures.csv, which identifies such a table. */
const HEADER =
  'as_of_date,period_start,region_code,region_zh,sector,metric,value,unit,value_base,unit_base,qualifier,outlet,source_title,source_url,published_date,quote_zh'

export function isPublishedFigures(header: readonly string[]): boolean {
  return header.join(',') === HEADER
}

/** The header of queries/data/head-enterprises.csv. */
const HEAD_ENTERPRISES = 'name_zh,sector,list_as_of,list_source,sector_source'

export function isHeadEnterprises(header: readonly string[]): boolean {
  return header.join(',') === HEAD_ENTERPRISES
}

/** Converts a row of the list of head enterprises to a registration. The list has no codes, so each enterprise gets a local one. */
export function fromHeadEnterprise(cells: readonly string[]): Record<string, unknown> {
  const [name, sector, listedOn] = cells
  const id = rowId(cells)
  return {
    source: 'head-enterprises',
    id,
    type: 'enterprise.registered',
    occurred_on: listedOn,
    data: { enterprise_id: `local:head-${id}`, name, kind: 'head', sector, region: '000000' },
  }
}

/** The id of a row that has none: a hash of its cells as they were read (section 2 of functions/docs/contract.md). */
function rowId(cells: readonly string[]): string {
  return createHash('sha256').update(cells.join('\u001f')).digest('hex').slice(0, 16)
}

/** Converts a row of published figures to an event: a figure, or a target if the metric ends in `_target` or `_target_annual`. */
export function fromPublishedFigure(header: readonly string[], cells: readonly string[]): Record<string, unknown> {
  const row = Object.fromEntries(header.map((name, index) => [name, cells[index] ?? ''])) as Record<string, string>
  const id = rowId(cells)
  const envelope = { source: 'published-figures', id }
  const metric = row.metric!
  const target = /^(.+?)_target(_annual)?$/.exec(metric)
  if (target) {
    const yearStart = `${row.as_of_date!.slice(0, 4)}-01-01`
    return {
      ...envelope,
      type: 'target.set',
      occurred_on: row.published_date || row.period_start || yearStart,
      data: {
        target_id: `published:${id}`,
        metric: target[1],
        region: row.region_code,
        sector: row.sector,
        value: row.value_base,
        comparison: 'at_least',
        window_start: row.period_start,
        deadline: row.as_of_date,
        basis: [row.outlet, row.source_title].filter(Boolean).join(' '),
        kind: 'assigned',
      },
    }
  }
  return {
    ...envelope,
    type: 'figure.published',
    occurred_on: row.published_date || row.as_of_date,
    data: {
      metric,
      region: row.region_code,
      sector: row.sector,
      value: row.value_base,
      unit: row.unit_base,
      as_of: row.as_of_date,
      period_start: row.period_start,
      qualifier: row.qualifier,
      outlet: row.outlet,
      title: row.source_title,
      url: row.source_url,
      published_on: row.published_date,
      quote: row.quote_zh,
    },
  }
}
