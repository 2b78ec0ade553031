import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type BenchLine, LIMIT, compare, table } from './compare.ts'
import { GROUPS, runGroup } from './groups.ts'
import { otherTree } from './other-tree.ts'

const ROOT = join(import.meta.dirname, '../..')
const HELP = `npm run bench [-- OPTIONS]: prints one JSON line a benchmark.
  --only NAME,...   runs only these groups: ${Object.keys(GROUPS).join(', ')}
  --events N        the events of the release benchmarks (5,000,000; 1,000,000 with --against)
  --against COMMIT  runs this tree and that of the commit alternately, on the events that the simulator of the commit
                    makes, and compares them; exits with 1 if a line is short: its median ratio is past the limit and the ranges of
                    the two trees do not overlap
  --rounds N        how many times each tree runs with --against (5)
  --limit RATIO     the limit of the ratio with --against (${LIMIT})`

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    events: { type: 'string' },
    against: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    limit: { type: 'string', default: String(LIMIT) },
    help: { type: 'boolean' },
  },
})

function positive(name: string, text: string): number {
  const value = Number(text)
  if (!(value > 0)) throw new Error(`--${name}: expected a number above 0, got ${text}`)
  return value
}

function groupNames(): string[] {
  const names = values.only?.split(',') ?? Object.keys(GROUPS)
  const unknown = names.filter((name) => !Object.hasOwn(GROUPS, name))
  if (unknown.length > 0) throw new Error(`--only: there is no ${unknown.join(', ')}; the groups are ${Object.keys(GROUPS).join(', ')}`)
  return names
}

/** Prints the lines of this tree. Machines are noisy, so what counts is the ratio of a line to its reference in the same run. */
function benchThisTree(names: readonly string[]): void {
  const events = positive('events', values.events ?? '5000000')
  for (const name of names) for (const line of runGroup(name, { tree: ROOT, events })) console.log(line)
}

/**
 * Runs the groups in both trees, in turn, so that a slow minute of the machine hits both. Every second round starts with the other tree.
 * Returns whether no line is short. Throws if the trees have no line in common.
 */
function benchAgainst(commit: string, names: readonly string[]): boolean {
  const other = otherTree(commit)
  const rounds = positive('rounds', values.rounds)
  const events = positive('events', values.events ?? '1000000')
  const results = new Map<string, BenchLine[][]>([ROOT, other].map((tree) => [tree, []]))
  for (let round = 0; round < rounds; round++) {
    for (const lines of results.values()) lines.push([])
    for (const name of names)
      for (const tree of round % 2 === 0 ? [other, ROOT] : [ROOT, other]) {
        console.error(`round ${round + 1} of ${rounds}: ${name} of ${tree === ROOT ? 'this tree' : commit}`)
        const lines = runGroup(name, { tree, events, eventsOf: other }).map((line) => JSON.parse(line) as BenchLine)
        results.get(tree)![round]!.push(...lines)
      }
  }
  const { lines, missing } = compare(results.get(ROOT)!, results.get(other)!, positive('limit', values.limit))
  if (lines.length === 0) throw new Error(`nothing to compare: the trees have no line in common (${missing.join(', ')})`)
  for (const line of lines) console.log(JSON.stringify({ ...line, ratio: Number(line.ratio.toPrecision(4)) }))
  console.log(table(lines))
  if (missing.length > 0) console.log(`not in both trees: ${missing.join(', ')}`)
  return !lines.some((line) => line.is_short)
}

if (values.help) console.log(HELP)
else if (values.against === undefined) benchThisTree(groupNames())
else process.exit(benchAgainst(values.against, groupNames()) ? 0 : 1)
