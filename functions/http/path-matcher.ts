import type { Route } from './routes/route.ts'

/** A path template compiled to a regular expression, with the operations of its methods. */
export interface CompiledPath<O> {
  regex: RegExp
  /** The path parameters, in the order of the groups. */
  names: readonly string[]
  operations: Map<string, O>
}

const VARIABLE = /\{(\w+)\}/g

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

function regexOf({ path, patterns = {} }: Route): RegExp {
  // Splitting by a pattern with one group alternates literal text and variable names.
  const source = path.split(VARIABLE).map((part, index) => (index % 2 === 0 ? escaped(part) : `(${patterns[part] ?? '[^/]+'})`))
  return new RegExp(`^${source.join('')}$`)
}

/** More literal text before less: `lists/{name}.csv` before `lists/{name}`, `releases/current` before `releases/{id}`. */
function bySpecificity(a: Route, b: Route): number {
  const [literalA, literalB] = [a.path.replace(VARIABLE, ''), b.path.replace(VARIABLE, '')]
  return literalB.length - literalA.length
}

/** Compiles routes for matching; routes of one path and different methods become one entry. */
export function compilePaths<O>(routes: readonly { route: Route; operation: O }[]): CompiledPath<O>[] {
  const byPath = new Map<string, CompiledPath<O>>()
  for (const { route, operation } of [...routes].sort((a, b) => bySpecificity(a.route, b.route))) {
    let compiled = byPath.get(route.path)
    if (!compiled) {
      const names = [...route.path.matchAll(VARIABLE)].map(([, name]) => name!)
      byPath.set(route.path, (compiled = { regex: regexOf(route), names, operations: new Map() }))
    }
    compiled.operations.set(route.method.toUpperCase(), operation)
  }
  return [...byPath.values()]
}
