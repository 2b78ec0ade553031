import type { z } from 'zod'
import { asideColumnsFile, codesFile, fieldsFile, partNamesFile, synonymsFile, unitsFile } from './codes.ts'
import { eventTypesFile, patternsFile } from './event-types.ts'
import { measuresFile } from './measures.ts'
import { metricsFile } from './metrics.ts'
import { pricesFile } from './prices.ts'
import {
  countedSuccessorsFile,
  formerRegionsFile,
  regionNameExceptionsFile,
  regionNamesFile,
  regionsFile,
  reportingUnitsFile,
  zoneCodesFile,
  townshipsFile,
} from './regions.ts'
import { checksFile, rulesFile } from './rules.ts'

/** The schema of each JSON file of `queries/catalogue`. Its types, the check at start and the JSON Schemas for editors come from here. */
export const schemas = {
  'aside-columns.json': asideColumnsFile,
  'checks.json': checksFile,
  'codes.json': codesFile,
  'counted-successors.json': countedSuccessorsFile,
  'event-types.json': eventTypesFile,
  'fields.json': fieldsFile,
  'former-regions.json': formerRegionsFile,
  'measures.json': measuresFile,
  'metrics.json': metricsFile,
  'part-names.json': partNamesFile,
  'patterns.json': patternsFile,
  'prices.json': pricesFile,
  'region-name-exceptions.json': regionNameExceptionsFile,
  'region-names.json': regionNamesFile,
  'regions.json': regionsFile,
  'reporting-units.json': reportingUnitsFile,
  'rules.json': rulesFile,
  'synonyms.json': synonymsFile,
  'townships.json': townshipsFile,
  'units.json': unitsFile,
  'zone-codes.json': zoneCodesFile,
}

export type FileName = keyof typeof schemas

/** The content of a file as its schema describes it. `queries/catalogue/*.d.json.ts` give this type to imports of the files. */
export type ContentOf<Name extends FileName> = z.infer<(typeof schemas)[Name]>

/** The content of every file. */
export type Catalogue = { [Name in FileName]: ContentOf<Name> }
