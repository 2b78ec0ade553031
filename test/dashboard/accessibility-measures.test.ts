import { checkAccessibility } from './accessibility.ts'
import { openPages } from './pages.ts'

/** The pages of measures, topics and work lists, which are the longest, in a real browser. */
checkAccessibility(openPages(), [
  ['/zh/simulated/measures/000000', true],
  ['/en/simulated/measures/310000', false],
  ['/zh/simulated/measures/000000/enterprises', false],
  ['/en/simulated/measures/310000/services', true],
  ['/zh/simulated/measures/610000/rights', true],
  ['/en/simulated/measures/000000/sites', false],
  ['/zh/simulated/work-lists', false],
  ['/en/simulated/work-lists', true],
  ['/zh/simulated/work-lists/310000', false],
])
