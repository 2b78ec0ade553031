import { cpSync, existsSync, mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { rolldown } from 'rolldown'

const ROOT = join(import.meta.dirname, '..')

/** What a function's bundle contains beside its code. */
export interface Bundle {
  /** The handler's file under functions/. */
  handler: string
  /** Packages with a native part, which are copied, not bundled. */
  packages: readonly string[]
  /** Files and folders that are copied beside the code: source under the project, name in the bundle. */
  beside: Readonly<Record<string, string>>
}

const DUCKDB = ['@duckdb/node-api', '@duckdb/node-bindings', '@duckdb/node-bindings-linux-x64']
const TYPST = ['@myriaddreamin/typst-ts-node-compiler', '@myriaddreamin/typst-ts-node-compiler-linux-x64-gnu']
const QUERIES = {
  'queries/staging': 'queries/staging',
  'queries/intermediate': 'queries/intermediate',
  'queries/marts': 'queries/marts',
  'queries/lists': 'queries/lists',
  'queries/sources': 'queries/sources',
  'queries/catalogue/targets.ndjson': 'queries/catalogue/targets.ndjson',
}

/** The five functions. Only the one that builds releases has a query engine. */
export const bundles = {
  'ingest-events': { handler: 'ingest-events.ts', packages: [], beside: {} },
  'answer-requests': { handler: 'answer-requests.ts', packages: [], beside: { '.build/dashboard': 'site' } },
  'maintain-datasets': { handler: 'maintain-datasets.ts', packages: [], beside: {} },
  'build-releases': { handler: 'build-releases.ts', packages: DUCKDB, beside: QUERIES },
  'publish-bulletins': {
    handler: 'publish-bulletins.ts',
    packages: TYPST,
    beside: { 'functions/bulletins/bulletin.typ': 'bulletins/bulletin.typ', 'node_modules/@embedpdf/fonts-sc/fonts': 'fonts' },
  },
} as const satisfies Record<string, Bundle>

export type FunctionName = keyof typeof bundles

function packageFolder(name: string): string {
  const resolver = createRequire(join(ROOT, 'package.json'))
  try {
    return dirname(resolver.resolve(`${name}/package.json`))
  } catch {
    throw new Error(`package ${name}: not installed here; Lambda runs linux x64, so install with npm ci --os=linux --cpu=x64 --libc=glibc`)
  }
}

/** Builds a function's folder under `.build/functions/` and returns its path. Throws where a package or the built dashboard is missing. */
export async function bundle(name: FunctionName): Promise<string> {
  const { handler, packages, beside } = bundles[name]
  const folder = join(ROOT, '.build/functions', name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const build = await rolldown({
    input: join(ROOT, 'functions/handlers', handler),
    platform: 'node',
    // The AWS SDK is part of the runtime; native packages are copied below.
    external: [/^@aws-sdk\/client-/, /^@duckdb\//, /^@myriaddreamin\//],
    logLevel: 'silent',
  })
  await build.write({ file: join(folder, 'index.mjs'), format: 'esm', codeSplitting: false, minify: true })
  await build.close()
  for (const one of packages) cpSync(packageFolder(one), join(folder, 'node_modules', one), { recursive: true })
  for (const [source, target] of Object.entries(beside)) {
    if (!existsSync(join(ROOT, source))) throw new Error(`bundle ${name}: there is no ${source}; npm run build makes the dashboard`)
    cpSync(realpathSync(join(ROOT, source)), join(folder, target), { recursive: true })
  }
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}\n')
  return folder
}
