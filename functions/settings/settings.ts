import { publicAddresses } from './public-address.ts'
import { setting, text } from './setting.ts'

/** Every environment variable that the product reads. No other file reads the environment (`test/settings/settings.test.ts`). */
export const settings = {
  PORT: setting({
    description: 'Port of the local server on 127.0.0.1; 0 takes a free one.',
    neededBy: ['local'],
    default: '4173',
    expected: 'a whole number from 0 to 65535',
    // An empty text is port 0: any free one.
    parse: (value) => within(0, 65535)(value || '0'),
  }),
  PAGES_PORT: setting({
    description: 'Port of the watched pages of npm run dev.',
    neededBy: ['local'],
    default: '5173',
    expected: 'a whole number from 1 to 65535',
    parse: within(1, 65535),
  }),
  PUBLIC_ORIGIN: setting({
    description:
      'Addresses under which browsers reach the local server through a proxy, with the base path that the proxy takes off; pages from there may send data.',
    neededBy: ['local'],
    isEmptyUnset: true,
    expected: 'one or several http or https addresses, for instance https://union.example/tonglu',
    parse: publicAddresses,
  }),
  REQUEST_QUEUE: setting({
    description: 'How many requests wait for their turn; one more is answered with 503 and Retry-After.',
    neededBy: ['local'],
    default: '4000',
    expected: 'a whole number from 1 to 1000000',
    parse: within(1, 1e6),
  }),
  OPEN_RELEASE_MB: setting({
    description: 'Memory in MB for the parts of releases that were read and stay open; what was used least goes first.',
    neededBy: ['local', 'answer-requests', 'publish-bulletins'],
    default: "256; on Lambda a quarter of the function's memory",
    isComputed: true,
    expected: 'a whole number from 1 to 1000000',
    parse: within(1, 1e6),
  }),
  DATA_DIR: setting({
    description: 'Folder of the local store and of uploads in progress.',
    neededBy: ['local'],
    default: '.data',
    expected: 'a folder',
    parse: (value) => value.trim() || undefined,
  }),
  STORE_URL: setting({
    description: 'The store: a folder or an S3 bucket.',
    neededBy: ['local', 'lambda'],
    default: 'file:DATA_DIR/store; on Lambda set by the stack',
    isComputed: true,
    expected: 'file:FOLDER or s3://BUCKET/PREFIX',
    parse: (value) => (/^(file:|s3:\/\/[^/]+)/.test(value) ? value : undefined),
  }),
  AUTH: setting({
    description: 'How requests are authenticated. On this machine only the loopback interface is served.',
    neededBy: ['local'],
    default: 'local',
    expected: 'local',
    parse: oneOf(['local']),
  }),
  PSEUDONYM_KEY_FILE: setting({
    description: 'File of the pseudonym keys: 64 hex digits a line, oldest first. A store that is not local needs it.',
    neededBy: ['local'],
    default: '.keys/pseudonym.key, created with a local store',
    isComputed: true,
    isEmptyUnset: true,
    expected: 'a file',
    parse: text,
  }),
  PRICES_FILE: setting({
    description: 'JSON file of list prices, with the fields of queries/catalogue/prices.json.',
    neededBy: ['local', 'lambda'],
    default: 'queries/catalogue/prices.json',
    isComputed: true,
    isEmptyUnset: true,
    expected: 'a file',
    parse: text,
  }),
  LOG_LEVEL: setting({
    description: 'The least severe log line that is written.',
    neededBy: ['lambda'],
    default: 'INFO',
    expected: 'DEBUG, INFO, WARN or ERROR',
    parse: oneOf(['DEBUG', 'INFO', 'WARN', 'ERROR']),
  }),
  ENGINE: setting({
    description: 'The engine that counts a release; auto chooses DuckDB or Athena by size. Only duckdb works with a local store.',
    neededBy: ['local', 'build-releases'],
    default: 'duckdb',
    expected: 'duckdb or athena or trino or auto',
    parse: oneOf(['duckdb', 'athena', 'trino', 'auto']),
  }),
  SETTLING_DAY: setting({
    description:
      'Day of the following month, in Shanghai, from which a month counts as settled: until then its reports are still coming in.',
    neededBy: ['local', 'build-releases'],
    default: '10',
    expected: 'a whole number from 1 to 28',
    parse: within(1, 28),
  }),
  DRY_RUNS_PER_HOUR: setting({
    description: 'Dry runs of uploads that are taken in an hour for one dataset: each tells a little of what was received.',
    neededBy: ['local', 'ingest-events'],
    default: '1000 on this machine, 60 elsewhere',
    isComputed: true,
    isEmptyUnset: true,
    expected: 'a whole number from 0 to 1000000',
    parse: within(0, 1_000_000),
  }),
  ERASURES_PER_HOUR: setting({
    description: 'Erasures of people that are taken in an hour for one dataset.',
    neededBy: ['local', 'ingest-events'],
    default: '1000 on this machine, 60 elsewhere',
    isComputed: true,
    isEmptyUnset: true,
    expected: 'a whole number from 0 to 1000000',
    parse: within(0, 1_000_000),
  }),
  ROWS_PER_UPLOAD: setting({
    description: 'Rows that one upload may have. More are refused with 413.',
    neededBy: ['local', 'ingest-events'],
    default: String(2 ** 30),
    expected: 'a whole number from 1 to 2147483647',
    parse: within(1, 2 ** 31 - 1),
  }),
  ROWS_PER_DAY: setting({
    description: 'Rows that a dataset takes on one day in Shanghai. More are refused with 429 until midnight there.',
    neededBy: ['local', 'ingest-events'],
    default: 'no limit',
    isComputed: true,
    isEmptyUnset: true,
    expected: 'a whole number from 1',
    parse: within(1, Number.MAX_SAFE_INTEGER),
  }),
  RECEIPT_ENTRIES: setting({
    description: 'Errors, and numbers of duplicate rows, that a receipt lists itself. The others are at paged addresses.',
    neededBy: ['local', 'ingest-events'],
    default: '1000',
    expected: 'a whole number from 1 to 2000',
    parse: within(1, 2000),
  }),
  REJECTED_DAYS: setting({
    description: 'Days for which rejected rows and their errors are kept. After that their addresses answer 410.',
    neededBy: ['local', 'ingest-events', 'maintain-datasets'],
    default: '90',
    expected: 'a whole number from 1 to 36500',
    parse: within(1, 36_500),
  }),
  ANSWER_BYTES: setting({
    description: 'Bytes of one answer as it is sent, base64 included. A larger one is compressed, or given in parts.',
    neededBy: ['local', 'lambda'],
    default: '4000000',
    expected: 'a whole number from 100000 to 6000000',
    parse: within(100_000, 6_000_000),
  }),
  DUCKDB_THREADS: setting({
    description: 'Threads of DuckDB.',
    neededBy: ['local', 'build-releases'],
    default: 'the available cores, each with 250 MB of DUCKDB_MEMORY or more',
    isComputed: true,
    expected: 'a whole number from 1 to 256',
    parse: within(1, 256),
  }),
  DUCKDB_MEMORY: setting({
    description: 'Memory limit of DuckDB; the process needs half as much again.',
    neededBy: ['local', 'build-releases'],
    default: "a quarter of the machine's memory, from 1000MB to 4000MB; on Lambda half of the function's",
    isComputed: true,
    expected: 'a number and MB or GB, for instance 2000MB',
    parse: memorySize,
  }),
  DUCKDB_SPILL: setting({
    description: 'What DuckDB may write to disk beyond its memory while it counts.',
    neededBy: ['local', 'build-releases'],
    default: 'half of what is free on the disk of temporary files',
    isComputed: true,
    isEmptyUnset: true,
    expected: 'a number and MB or GB, for instance 20GB',
    parse: memorySize,
  }),
  AUTO_BYTES: setting({
    description: 'With ENGINE=auto: bytes of event files up to which DuckDB counts. 6 GB take DuckDB less than 15 minutes in 2 GB.',
    neededBy: ['local', 'build-releases'],
    default: String(6e9),
    expected: 'a number above 0',
    parse: positive,
  }),
  STATEMENT_SECONDS: setting({
    description: 'Deadline of one statement on Athena or Trino.',
    neededBy: ['remote engine'],
    default: '600',
    expected: 'a number above 0',
    parse: positive,
  }),
  DECLARED_SCHEMA: setting({
    description: 'Schema of the declared tables in the Glue catalogue.',
    neededBy: ['remote engine'],
    default: 'tonglu',
    expected: 'a name',
    parse: text,
  }),
  ATHENA_WORKGROUP: setting({
    description: 'The workgroup in which Athena runs the statements.',
    neededBy: ['remote engine'],
    isEmptyUnset: true,
    expected: 'a name',
    parse: text,
  }),
  TRINO_URL: setting({
    description: 'Where the Trino coordinator answers, e.g. http://127.0.0.1:8080.',
    neededBy: ['remote engine'],
    isEmptyUnset: true,
    expected: 'an http or https address',
    parse: (value) => (/^https?:\/\/[^/]/.test(value) ? value.replace(/\/$/, '') : undefined),
  }),
  TRINO_CATALOG: setting({
    description: 'Catalog of the declared tables in Trino.',
    neededBy: ['remote engine'],
    default: 'hive',
    expected: 'a name',
    parse: text,
  }),
  TRINO_USER: setting({
    description: 'User under whom Trino runs the statements.',
    neededBy: ['remote engine'],
    default: 'tonglu',
    expected: 'a name',
    parse: text,
  }),
  QUERIES_DIR: setting({
    description: 'Folder of the SQL texts.',
    neededBy: ['build-releases'],
    default: 'queries',
    isComputed: true,
    expected: 'a folder',
    parse: text,
  }),
  FONTS_DIR: setting({
    description: 'Folder of the fonts of the PDF bulletin.',
    neededBy: ['publish-bulletins'],
    default: 'that of the package @embedpdf/fonts-sc',
    isComputed: true,
    expected: 'a folder',
    parse: text,
  }),
  BULLETIN_LAYOUT_DIR: setting({
    description: 'Folder of the layout of the PDF bulletin.',
    neededBy: ['publish-bulletins'],
    default: 'functions/bulletins',
    isComputed: true,
    expected: 'a folder',
    parse: text,
  }),
  SITE_DIR: setting({
    description: 'Folder of the dashboard as it was built.',
    neededBy: ['answer-requests'],
    default: 'site',
    expected: 'a folder',
    parse: text,
  }),
  LANDING_ORIGIN: setting({
    description: 'Origin to which pages may upload.',
    neededBy: ['answer-requests'],
    expected: 'an origin',
    parse: text,
  }),
  LANDING_BUCKET: setting({
    description: 'Bucket of large uploads.',
    neededBy: ['ingest-events'],
    isEmptyUnset: true,
    expected: 'the name of a bucket',
    parse: text,
  }),
  PSEUDONYM_SECRET_ARN: setting({
    description: 'Secret of the pseudonym keys.',
    neededBy: ['ingest-events'],
    isEmptyUnset: true,
    expected: 'an ARN',
    parse: text,
  }),
  AWS_ENDPOINT_URL: setting({
    description: 'Another endpoint than AWS itself, for tests; addresses of buckets then carry the name in the path.',
    neededBy: ['local', 'lambda'],
    isEmptyUnset: true,
    expected: 'an address',
    parse: text,
  }),
  AWS_LAMBDA_FUNCTION_NAME: setting({
    description: 'Name of the function; set by Lambda.',
    neededBy: ['lambda'],
    expected: 'a name',
    parse: text,
  }),
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: setting({
    description: 'Memory of the function in MB; set by Lambda.',
    neededBy: ['lambda'],
    expected: 'a number above 0',
    parse: positive,
  }),
} as const

/** Parses a whole number from one to another; an empty text is none. */
function within(from: number, to: number): (value: string) => number | undefined {
  return (value) => {
    const number = Number(value || NaN)
    return Number.isInteger(number) && number >= from && number <= to ? number : undefined
  }
}

function memorySize(value: string): string | undefined {
  return /^(?=.*[1-9])\d+(\.\d+)?(MB|GB|MiB|GiB)$/.test(value) ? value : undefined
}

function positive(value: string): number | undefined {
  return Number(value) > 0 ? Number(value) : undefined
}

function oneOf<const Value extends string>(allowed: readonly Value[]): (value: string) => Value | undefined {
  return (value) => allowed.find((one) => one === value)
}
