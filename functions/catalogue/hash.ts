import codes from '../../queries/catalogue/codes.json' with { type: 'json' }
import { eventTypes } from './catalogue.ts'
import formerRegions from '../../queries/catalogue/former-regions.json' with { type: 'json' }
import measures from '../../queries/catalogue/measures.json' with { type: 'json' }
import metrics from '../../queries/catalogue/metrics.json' with { type: 'json' }
import { regionTable } from './regions.ts'
import { sha256 } from '../storage/hash.ts'

/** Names the version of the rules: event types, codes, metrics, measures, the region table and the regions that are no more. */
export const catalogueHash = sha256(JSON.stringify([[...eventTypes], codes, metrics, measures, regionTable, formerRegions.rows]))
