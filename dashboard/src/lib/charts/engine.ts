import { BarChart, LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components'
import { type ECharts, init as initChart, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([BarChart, LineChart, GridComponent, TooltipComponent, AriaComponent, SVGRenderer])

/** A chart in an element, with the parts in use and no others. */
export function init(element: HTMLElement): ECharts {
  return initChart(element, null, { renderer: 'svg' })
}
