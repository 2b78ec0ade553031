import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import metricsJson from '../../queries/catalogue/metrics.json' with { type: 'json' }
import { bundles } from '../../infra/bundles.ts'

const ROOT = join(import.meta.dirname, '../..')

describe('every program', () => {
  it.each(['functions/cli/tonglu.ts', ...Object.values(bundles).map(({ handler }) => `functions/handlers/${handler}`)])(
    '%s checks the catalogue before it loads anything else',
    (path) => {
      const [first] = readFileSync(join(ROOT, path), 'utf8').match(/^import .*$/m) ?? []
      expect(first).toBe("import '../catalogue/check-at-start.ts'")
    },
  )
  it('is checked here: no other file of functions/handlers exports a handler', () => {
    const handlers = readdirSync(join(ROOT, 'functions/handlers')).filter((name) =>
      /^export (async function|const) handler\b/m.test(readFileSync(join(ROOT, 'functions/handlers', name), 'utf8')),
    )
    expect(handlers.sort()).toEqual(
      Object.values(bundles)
        .map(({ handler }) => handler)
        .sort(),
    )
  })
})

describe('a start with a wrong catalogue', () => {
  let copy: string
  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'tonglu-catalogue-'))
    for (const path of ['functions', 'queries', 'package.json']) cpSync(join(ROOT, path), join(copy, path), { recursive: true })
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
  })
  afterAll(() => rmSync(copy, { recursive: true, force: true }))

  function startWith(file: string, content: string) {
    const path = join(copy, 'queries/catalogue', file)
    const before = readFileSync(path)
    writeFileSync(path, content)
    // The program must not come as far as its settings, of which this one is wrong.
    const { status, stdout, stderr } = spawnSync(process.execPath, ['functions/cli/tonglu.js', 'start'], { cwd: copy, encoding: 'utf8', env: { ...process.env, PORT: 'none' } }) // prettier-ignore
    writeFileSync(path, before)
    return { status, stdout, stderr }
  }

  it('prints one sentence for each problem and no stack, and ends with 2', () => {
    const metrics = structuredClone(metricsJson) as { counted: Record<string, Record<string, unknown>> }
    delete metrics.counted.members!.unit
    const { status, stderr } = startWith('metrics.json', JSON.stringify(metrics))
    expect(stderr).toBe(
      'the catalogue has 1 problem:\nqueries/catalogue/metrics.json: metric "members": unit: expected text, got nothing\n',
    )
    expect(status).toBe(2)
  })
  it.each([
    ['"unit": "人",', '', 'unit: expected text, got nothing'],
    ['"windowed": true', '"windowed": "no"', 'windowed: expected true or false, got "no"'],
    [
      '"reported_by": ["workers_served"]',
      '"reported_by": ["sitez"]',
      'reported_by.0: expected a counted metric or an event type, got "sitez"',
    ],
  ])('is stopped with %s replaced by "%s"', (from, to, problem) => {
    const text = readFileSync(join(ROOT, 'queries/catalogue/metrics.json'), 'utf8')
    expect(text).toContain(from)
    const { status, stdout, stderr } = startWith('metrics.json', text.replace(from, to))
    expect(stderr).toContain(`queries/catalogue/metrics.json: metric "workers_served": ${problem}`)
    expect(stdout).toBe('')
    expect(status).toBe(2)
  })
  it('is stopped before a module trips over a code list that is missing', () => {
    const { status, stderr } = startWith('codes.json', '{}')
    expect(stderr).toContain('event type "member.joined": fields.sector: expected the name of a code list (codes.json), got "sector"\n')
    expect(stderr).not.toContain('TypeError')
    expect(status).toBe(2)
  })
})
