import asideColumns from '../../queries/catalogue/aside-columns.json' with { type: 'json' }
import checks from '../../queries/catalogue/checks.json' with { type: 'json' }
import codes from '../../queries/catalogue/codes.json' with { type: 'json' }
import countedSuccessors from '../../queries/catalogue/counted-successors.json' with { type: 'json' }
import eventTypes from '../../queries/catalogue/event-types.json' with { type: 'json' }
import fields from '../../queries/catalogue/fields.json' with { type: 'json' }
import formerRegions from '../../queries/catalogue/former-regions.json' with { type: 'json' }
import measures from '../../queries/catalogue/measures.json' with { type: 'json' }
import metrics from '../../queries/catalogue/metrics.json' with { type: 'json' }
import partNames from '../../queries/catalogue/part-names.json' with { type: 'json' }
import patterns from '../../queries/catalogue/patterns.json' with { type: 'json' }
import prices from '../../queries/catalogue/prices.json' with { type: 'json' }
import regionNameExceptions from '../../queries/catalogue/region-name-exceptions.json' with { type: 'json' }
import regionNames from '../../queries/catalogue/region-names.json' with { type: 'json' }
import regions from '../../queries/catalogue/regions.json' with { type: 'json' }
import reportingUnits from '../../queries/catalogue/reporting-units.json' with { type: 'json' }
import rules from '../../queries/catalogue/rules.json' with { type: 'json' }
import synonyms from '../../queries/catalogue/synonyms.json' with { type: 'json' }
import townships from '../../queries/catalogue/townships.json' with { type: 'json' }
import units from '../../queries/catalogue/units.json' with { type: 'json' }
import zoneCodes from '../../queries/catalogue/zone-codes.json' with { type: 'json' }
import { readSetting } from '../settings/read-setting.ts'
import type { FileName } from './schema/files.ts'
import { catalogueProblems } from './validate.ts'

/*
 * Imported first by every program (command line, local server, Lambda handlers): a wrong catalogue stops it here, before a module that
 * trusts the catalogue is loaded. Pages do not import it; what they show was checked when the site was built and tested.
 */

/** The JSON files of the catalogue as they were loaded. */
export const catalogueFiles: Readonly<Record<FileName, unknown>> = {
  'aside-columns.json': asideColumns,
  'checks.json': checks,
  'codes.json': codes,
  'counted-successors.json': countedSuccessors,
  'event-types.json': eventTypes,
  'fields.json': fields,
  'former-regions.json': formerRegions,
  'measures.json': measures,
  'metrics.json': metrics,
  'part-names.json': partNames,
  'patterns.json': patterns,
  'prices.json': prices,
  'region-name-exceptions.json': regionNameExceptions,
  'region-names.json': regionNames,
  'regions.json': regions,
  'reporting-units.json': reportingUnits,
  'rules.json': rules,
  'synonyms.json': synonyms,
  'townships.json': townships,
  'units.json': units,
  'zone-codes.json': zoneCodes,
}

const problems = catalogueProblems(catalogueFiles)
if (problems.length > 0) {
  const text = `the catalogue has ${problems.length === 1 ? '1 problem' : `${problems.length} problems`}:\n${problems.join('\n')}`
  // Lambda logs what a module throws. In a shell the sentences are enough: a stack would only hide them.
  if (readSetting('AWS_LAMBDA_FUNCTION_NAME') !== undefined) throw new Error(text)
  console.error(text)
  process.exit(2)
}
