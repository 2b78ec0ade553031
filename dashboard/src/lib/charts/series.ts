import type { EChartsOption } from 'echarts'

/** The colours that a chart takes from the page. */
export interface ChartTheme {
  ink: string
  soft: string
  line: string
  series: string
}

export interface SeriesRow {
  on: string
  /** Null where nothing was received yet: a gap. */
  value: number | null
  /** Whether its reports are still coming in: shown paler. */
  isFilling?: boolean
}

/** A line for a stock, bars for what each month added: one series, no legend, the unit in the caption. */
export function seriesChart(rows: readonly SeriesRow[], kind: 'line' | 'bar', theme: ChartTheme): EChartsOption {
  return {
    animation: false,
    aria: { enabled: true },
    grid: { left: 8, right: 12, top: 14, bottom: 4, containLabel: true },
    tooltip: { trigger: 'axis' },
    xAxis: {
      type: 'category',
      data: rows.map((row) => row.on.slice(0, 7)),
      axisLine: { lineStyle: { color: theme.line } },
      axisTick: { show: false },
      axisLabel: { color: theme.soft, hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      min: 0,
      splitLine: { lineStyle: { color: theme.line } },
      axisLabel: { color: theme.soft },
    },
    series: [
      {
        type: kind,
        data: rows.map((row) => (row.isFilling && kind === 'bar' ? { value: row.value, itemStyle: { opacity: 0.4 } } : row.value)),
        showSymbol: false,
        itemStyle: { color: theme.series },
        lineStyle: { color: theme.series, width: 2 },
        ...(kind === 'line' && { areaStyle: { color: theme.series, opacity: 0.08 } }),
      },
    ],
  }
}
