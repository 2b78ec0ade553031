import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isAccepted, judgedAudit, licences, lockedPackages } from './supply-chain.ts'

const ROOT = join(import.meta.dirname, '..')
const project = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
  allowScripts: Record<string, boolean>
}

describe('the packages', () => {
  it('have exact versions, and a checksum each in the lock file (E15)', () => {
    const versions = Object.entries({ ...project.dependencies, ...project.devDependencies })
    expect(versions.filter(([, version]) => !/^(npm:[a-z@/-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
    // The lock file only names the builds for machines on which it was never made.
    const locked = lockedPackages().filter(([, { integrity, optional }]) => integrity !== undefined || !optional)
    expect(locked.length).toBeGreaterThan(200)
    expect(locked.filter(([, { integrity }]) => !/^sha512-/.test(integrity ?? '')).map(([place]) => place)).toEqual([])
  })
  it('run no script when they are installed but those that are named (E15)', () => {
    const scripted = lockedPackages().flatMap(([place, { hasInstallScript }]) => (hasInstallScript ? [place.slice('node_modules/'.length)] : [])) // prettier-ignore
    expect(scripted).toEqual(Object.keys(project.allowScripts))
  })
  it('that run in production have licences that ask for no more than a notice (E15)', () => {
    expect(licences().filter((line) => !isAccepted(line.split('\t')[2]!))).toEqual([])
    expect(isAccepted('(MIT OR GPL-3.0)')).toBe(true)
    expect(isAccepted('MIT AND GPL-3.0')).toBe(false)
    expect(isAccepted('not stated')).toBe(false)
  })
})

describe('a registry', () => {
  it('that knows an advisory fails the check, and one that does not answer is no pass (E15)', () => {
    expect(judgedAudit('{"vulnerabilities":{}}').is).toBe('passed')
    expect(judgedAudit('{"vulnerabilities":{"a":{"severity":"low","range":"<2"}}}')).toMatchObject({ is: 'failed', why: 'a <2: low' })
    for (const answer of ['', '<html>', '{"message":"405 Method Not Allowed"}']) expect(judgedAudit(answer).is).toBe('skipped')
  })
})

describe('the security page', () => {
  it('stands where people look for it', () => {
    expect(existsSync(join(ROOT, '.github/SECURITY.md'))).toBe(true)
  })
})
