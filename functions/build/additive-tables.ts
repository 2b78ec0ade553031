/**
 * The additive tables with their measures. Each is computed from the events of some workers alone, so the table of all workers is the sum of the
 * tables of any partition of them (see `sumSql`), and the effect of changed events is the difference of two such tables.
 */
export const ADDITIVE_MEASURES: Readonly<Record<string, readonly string[]>> = {
  worker_changes: ['ever', 'of_year', 'in_month'],
  street_changes: ['ever', 'of_year', 'in_month'],
  roaming_served: ['ever', 'of_year', 'in_month'],
  worker_acts: ['times', 'fen', 'days'],
  membership_groups: ['members'],
  member_days: ['change', 'joined'],
  money_groups: ['times'],
  report_months: ['events'],
  individual_changes: ['change'],
  waiting_changes: ['change'],
  worker_findings: ['found'],
  worker_references: ['events'],
  event_days: ['events'],
  withdrawn_worker_events: ['events'],
  people_by_phone: ['people'],
  online_join_days: ['joins'],
  lone_conflicts: ['events'],
}

export const ADDITIVE_TABLES: readonly string[] = Object.keys(ADDITIVE_MEASURES)

/** The sums that a release stores for the next one. Those that `worker_cube` is computed from are not needed again: the cube holds them. */
export const STORED_SUMS: readonly string[] = ADDITIVE_TABLES.filter((table) => table !== 'worker_changes' && table !== 'roaming_served')
