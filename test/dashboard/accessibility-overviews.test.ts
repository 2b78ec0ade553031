import { checkAccessibility } from './accessibility.ts'
import { openPages } from './pages.ts'

/** The pages of a dataset, region and sector, targets, and those that list what was sent, in a real browser. */
checkAccessibility(openPages(), [
  ['/zh/published', false],
  ['/en/published', true],
  ['/zh/simulated', true],
  ['/en/simulated', false],
  ['/zh/simulated/regions/310000', false],
  ['/en/simulated/regions/330106', true],
  ['/zh/simulated/sectors/courier', true],
  ['/en/simulated/sectors/freight', false],
  ['/zh/published/figures', false],
  ['/en/published/targets', false],
  ['/zh/simulated/targets', true],
  ['/zh/simulated/bulletins', false],
  ['/en/published/upload', true],
  ['/zh/simulated/cost', true],
  ['/en/published/cost', false],
  ['/zh/published/checks', true],
  ['/en/simulated/checks', false],
  ['/zh/simulated/definitions/M025', true],
  ['/en/published/definitions', false],
  ['/zh/simulated/reporting', true],
  ['/en/simulated/reporting', false],
])
