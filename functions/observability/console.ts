import { errorFacts } from './error-facts.ts'
import type { Facts } from './facts.ts'

/** A failure as a readable text: the facts in the first line, then the error with where it was thrown and what caused it. */
export function failureText(error: unknown, facts: Facts = {}): string {
  const lines: string[] = []
  const said = Object.entries(facts).map(([name, value]) => `${name}=${value}`)
  for (let one: ReturnType<typeof errorFacts> | undefined = errorFacts(error), prefix = ''; one; one = one.cause, prefix = 'caused by ')
    lines.push(`${prefix}${one.name}: ${one.message}`, ...one.stack.map((frame) => `    ${frame}`))
  lines[0] = ['ERROR', ...said, lines[0]].join(' ')
  return lines.join('\n')
}

/** Prints a failure of the local server or a command. */
export function printFailure(error: unknown, facts: Facts = {}): void {
  console.error(failureText(error, facts))
}
