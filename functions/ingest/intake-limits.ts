import { readSetting } from '../settings/read-setting.ts'

/** What bounds an upload and what is kept of it. */
export interface IntakeLimits {
  rowsPerUpload: number
  /** Rows that a dataset takes on one day in Shanghai; undefined: there is no quota. */
  rowsPerDay: number | undefined
  /** Errors, and numbers of duplicate rows, that a receipt lists itself. */
  entriesListed: number
  /** Days for which rejected rows and their errors are kept. */
  daysKept: number
}

/** The limits that the settings name. Throws WrongSetting. */
export function intakeLimits(): IntakeLimits {
  return {
    rowsPerUpload: readSetting('ROWS_PER_UPLOAD'),
    rowsPerDay: readSetting('ROWS_PER_DAY'),
    entriesListed: readSetting('RECEIPT_ENTRIES'),
    daysKept: readSetting('REJECTED_DAYS'),
  }
}
