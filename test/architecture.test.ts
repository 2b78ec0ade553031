import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { mermaid, withDiagram } from './architecture.ts'

describe('the diagram of the architecture', () => {
  it('in the README shows the imports of today; npm run diagram writes it', () => {
    const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')
    expect(readme).toBe(withDiagram(readme))
  })
  it('leaves out an import that follows from others', () => {
    const graph = new Map([
      ['a', new Set(['b', 'c-d'])],
      ['b', new Set(['c-d'])],
    ])
    expect(mermaid(graph)).toBe('graph TD\n  a["a"]\n  b["b"]\n  c_d["c-d"]\n  a --> b\n  b --> c_d')
  })
})
