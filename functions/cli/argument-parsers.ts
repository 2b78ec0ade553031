import { InvalidArgumentError } from 'commander'
import { type Day, isDay } from '../domain/calendar.ts'

/** A parser of a whole number in a range. */
export function wholeNumber(from: number, to = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const number = Number(text)
    if (text.trim() === '' || !Number.isInteger(number) || number < from || number > to) {
      const range = to === Number.MAX_SAFE_INTEGER ? `from ${from}` : `from ${from} to ${to}`
      throw new InvalidArgumentError(`expected a whole number ${range}, got ${text}`)
    }
    return number
  }
}

/** Parses a calendar day. */
export function day(text: string): Day {
  if (!isDay(text)) throw new InvalidArgumentError(`expected a day YYYY-MM-DD, got ${text}`)
  return text
}
