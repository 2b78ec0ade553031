import type { z } from 'zod'

type Issue = z.core.$ZodIssue

const TYPES: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
}

/** A value as an error message shows it, cut at 60 characters. */
function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  const json = JSON.stringify(value)
  return json.length > 60 ? `${json.slice(0, 60)}…` : json
}

/** What would be right, in place of what one problem of a schema found. */
function expectation(issue: Issue): string {
  if (issue.code === 'invalid_type') return TYPES[issue.expected] ?? issue.expected
  if (issue.code === 'invalid_value') return `one of ${issue.values.join(', ')}`
  // Every other check in the schemas says in its `error` what it expects.
  return issue.message
}

/** The value at a path; undefined where there is none. */
function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined), value)
}

/** How the entries of a file are named in its problems: the nouns of its levels, such as `code list "sector"`, `code "courier"`. */
export type EntryNames = readonly (string | undefined)[]

/** An entry and field of a file as a problem names them: `metric "members": unit`. */
function location(path: readonly PropertyKey[], names: EntryNames): string {
  const entries: string[] = []
  const field: string[] = []
  path.forEach((key, level) => {
    const noun = names[level]
    if (level < names.length && noun !== undefined) entries.push(`${noun} ${typeof key === 'number' ? key + 1 : `"${String(key)}"`}`)
    // The section of an entry needs no name, unless it is itself at fault.
    else if (level >= names.length || level === path.length - 1) field.push(String(key))
  })
  return [...entries, ...(field.length > 0 ? [field.join('.')] : [])].map((one) => `${one}: `).join('')
}

/** A problem of a file as one sentence: file, entry and field, what would be right, and what was found. */
export function sentence(file: string, names: EntryNames, path: readonly PropertyKey[], message: string): string {
  return `queries/catalogue/${file}: ${location(path, names)}${message}`
}

/** The problems that a schema found in the content of a file, as sentences. */
export function sentences(file: string, names: EntryNames, content: unknown, issues: readonly Issue[]): string[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => sentence(file, names, [...issue.path, key], 'unknown field; check its spelling, or remove it'))
    if (issue.code === 'invalid_key')
      return [sentence(file, names, issue.path, `expected ${issue.issues[0]?.message ?? 'another name'} as the name`)]
    return [sentence(file, names, issue.path, `expected ${expectation(issue)}, got ${shown(valueAt(content, issue.path))}`)]
  })
}
