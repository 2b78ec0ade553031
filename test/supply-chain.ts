import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * `npm run supply-chain`: writes what the product consists of, as a CycloneDX bill of materials and as a list of licences, into `.build/`, and asks
 * the registry for advisories on the packages that run in production. Ends with the line that CI reads. A registry that does not answer is said so.
 */
const ROOT = join(import.meta.dirname, '..')
const BUILD = join(ROOT, '.build')

/** Licences that ask for no more than a notice (SPDX), and the font's. A package under another one needs a decision. */
export const ACCEPTED = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'CC0-1.0', 'ISC', 'MIT', 'MIT-0', 'OFL-1.1', 'Unlicense', 'Zlib'] // prettier-ignore

/** Whether a licence expression leaves a choice that is accepted; all parts that are joined by AND must be. */
export function isAccepted(licence: string): boolean {
  const plain = licence.replace(/[()]/g, ' ')
  return plain.split(/\sOR\s/).some((choice) => choice.split(/\sAND\s/).every((one) => ACCEPTED.includes(one.trim())))
}

interface Locked {
  version?: string
  dev?: boolean
  license?: string
  link?: boolean
  /** It lies inside the archive of another package, whose checksum covers it. */
  inBundle?: boolean
  hasInstallScript?: boolean
  optional?: boolean
  integrity?: string
}

/** The packages of the lock file by their place; not the project itself, nor what lies inside the archive of another one. */
export function lockedPackages(): [place: string, locked: Locked][] {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as { packages: Record<string, Locked> }
  return Object.entries(packages).filter(([place, { link, inBundle }]) => place.startsWith('node_modules/') && !link && !inBundle)
}

const nameAt = (place: string) => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length)

/** The licences of the packages that run in production, one a line. */
export function licences(): string[] {
  const packages = lockedPackages().filter(([, { dev }]) => dev !== true)
  const stated = packages.filter(([, { license }]) => license !== undefined)
  // The lock file states none for builds of other machines. They are parts of the package whose name theirs begins with.
  const licenceOf = (place: string, { license, version }: Locked) =>
    license ?? stated.find(([whole, one]) => place.startsWith(`${whole}-`) && one.version === version)?.[1].license ?? 'not stated'
  const lines = packages.map(([place, locked]) => `${nameAt(place)}\t${locked.version}\t${licenceOf(place, locked)}`)
  return [...new Set(lines)].sort()
}

function npm(...parameters: string[]) {
  return spawnSync('npm', parameters, { cwd: ROOT, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024, shell: process.platform === 'win32' })
}

type Outcome = { name: string } & ({ is: 'passed' } | { is: 'failed' | 'skipped'; why: string })

function billOfMaterials(): Outcome {
  const name = 'bill of materials'
  const { status, stdout, stderr } = npm('sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev')
  if (status !== 0) return { name, is: 'failed', why: stderr.trim() }
  const { components } = JSON.parse(stdout) as { components: { name: string; version: string }[] }
  writeFileSync(join(BUILD, 'sbom.cdx.json'), stdout)
  console.log(`.build/sbom.cdx.json: ${components.length} components`)
  return components.length > 0 ? { name, is: 'passed' } : { name, is: 'failed', why: 'it names no component' }
}

function licenceList(): Outcome {
  const name = 'licences'
  const lines = licences()
  writeFileSync(join(BUILD, 'licences.tsv'), `package\tversion\tlicence\n${lines.join('\n')}\n`)
  console.log(`.build/licences.tsv: ${lines.length} packages`)
  const others = lines.filter((line) => !isAccepted(line.split('\t')[2]!))
  return others.length === 0 ? { name, is: 'passed' } : { name, is: 'failed', why: `not accepted:\n${others.join('\n')}` }
}

interface Audit {
  vulnerabilities?: Record<string, { severity: string; range: string }>
}

/** What `npm audit --json` printed, as an outcome: a registry without this service is neither passed nor failed. */
export function judgedAudit(stdout: string): Outcome {
  const name = 'advisories on packages that run in production'
  let audit: Audit
  try {
    audit = JSON.parse(stdout) as Audit
  } catch {
    audit = {}
  }
  if (!audit.vulnerabilities) return { name, is: 'skipped', why: 'the registry did not answer the question for advisories; ask another one before a release' }
  const found = Object.entries(audit.vulnerabilities).map(([one, { severity, range }]) => `${one} ${range}: ${severity}`)
  return found.length === 0 ? { name, is: 'passed' } : { name, is: 'failed', why: found.join('\n') }
} // prettier-ignore

if (import.meta.main) {
  mkdirSync(BUILD, { recursive: true })
  const outcomes = [billOfMaterials(), licenceList(), judgedAudit(npm('audit', '--omit=dev', '--json').stdout)]
  for (const one of outcomes) {
    if (one.is === 'failed') console.log(`FAILED: ${one.name}: ${one.why}`)
    if (one.is === 'skipped') console.log(`NOT CHECKED: ${one.name}: ${one.why}`)
  }
  const count = (is: Outcome['is']) => outcomes.filter((one) => one.is === is).length
  console.log(`${count('passed')} passed, ${count('failed')} failed${count('skipped') > 0 ? `, ${count('skipped')} skipped` : ''}`)
  process.exit(count('failed') > 0 ? 1 : 0)
}
