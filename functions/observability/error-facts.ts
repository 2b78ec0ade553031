/** What may be logged of an error. */
export interface ErrorFacts {
  name: string
  message: string
  /** Where it was thrown. */
  stack: string[]
  cause?: ErrorFacts
}

const LONGEST_MESSAGE = 300
const MOST_FRAMES = 8

/** Runs of characters that may be an identity number or a phone number, however they are grouped. */
const IDENTIFIER = /\d(?:[ -]?\d){9,}[xX]?/g

/**
 * What an error says of itself, without personal data: a parser's message quotes what it was reading, so it is left out, and whatever could
 * be an identity number or a phone number is masked.
 */
export function errorFacts(error: unknown): ErrorFacts {
  if (!(error instanceof Error)) return { name: typeof error, message: '', stack: [] }
  const isQuoting = error instanceof SyntaxError
  const message = isQuoting ? 'text that cannot be parsed' : error.message.replace(IDENTIFIER, '[masked]').slice(0, LONGEST_MESSAGE)
  const stack = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, MOST_FRAMES)
    .map((line) => line.trim())
  const causes = error instanceof AggregateError ? (error.errors as unknown[]) : []
  const cause = error.cause ?? causes[0]
  return { name: error.name, message, stack, ...(cause !== undefined && { cause: errorFacts(cause) }) }
}
