import { buildSite } from '../functions/local/build-site.ts'

/** Builds the dashboard once, before the suites that open its pages. */
export default function setup(): void {
  buildSite(console.log)
}
