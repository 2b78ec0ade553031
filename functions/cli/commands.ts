import type { Command } from 'commander'

export interface CommandEntry {
  summary: string
  load(): Promise<Command>
  /** Run by another command, and left out of the help. */
  isInternal?: boolean
}

/** Every command, with what `--help` says of it and the file that it is in. */
export const COMMANDS: Record<string, CommandEntry> = {
  start: {
    summary: 'Builds what is missing, loads the bundled datasets, releases each, and serves dashboard and API.',
    load: async () => (await import('./start.ts')).command,
  },
  dev: {
    summary: 'Serves the API and the pages on the existing data, both watched; Ctrl-C ends both.',
    load: async () => (await import('./dev.ts')).command,
  },
  ingest: {
    summary: 'Uploads files to a dataset and prints the receipts. Ends with 1 where a row was rejected.',
    load: async () => (await import('./ingest.ts')).command,
  },
  release: {
    summary: 'Builds a release of a dataset and prints its number.',
    load: async () => (await import('./release.ts')).command,
  },
  bulletin: {
    summary: 'Compiles a bulletin and writes its four files.',
    load: async () => (await import('./bulletin.ts')).command,
  },
  explain: {
    summary: 'Walks a number back to its receipts: release, commits, and the events that make it.',
    load: async () => (await import('./explain.ts')).command,
  },
  log: {
    summary: 'Prints the commits of a dataset and verifies their hash chain.',
    load: async () => (await import('./log.ts')).command,
  },
  verify: {
    summary: 'Verifies the whole chain of commits and every stored file of a dataset, or of all. Changes nothing.',
    load: async () => (await import('./verify.ts')).command,
  },
  recheck: {
    summary: 'Prints what the current rules would make of rejected rows and accepted events, as JSON. Changes nothing.',
    load: async () => (await import('./recheck.ts')).command,
  },
  maintain: {
    summary: 'Writes a checkpoint, compacts small files and collects garbage.',
    load: async () => (await import('./maintain.ts')).command,
  },
  remove: {
    summary: 'Removes a dataset, its releases and its bulletins; keeps its log unless told otherwise. Asks first.',
    load: async () => (await import('./remove.ts')).command,
  },
  'correct-clock': {
    summary: 'Records which stamps of a dataset were in the future, so that it can be written to again.',
    load: async () => (await import('./correct-clock.ts')).command,
  },
  'rotate-key': {
    summary: 'Rewrites the pseudonyms of a dataset under the newest key of the key file.',
    load: async () => (await import('./rotate-key.ts')).command,
  },
  simulate: {
    summary: 'Writes simulated events as NDJSON; the same seed gives the same events.',
    load: async () => (await import('./simulate.ts')).command,
  },
  'count-partitions': {
    summary: 'Counts partitions of a shared count, for npm run release -- DATASET --workers N.',
    load: async () => (await import('./count-partitions.ts')).command,
    isInternal: true,
  },
}
