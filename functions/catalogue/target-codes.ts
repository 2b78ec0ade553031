import { distance } from 'fastest-levenshtein'
import { registry } from './registry.ts'
import { isTargetable } from './target-evidence.ts'

const NEAREST = 3

/** The codes that targets can be set on and that are written most like a text, best first, each with its name. */
export function nearestTargetCodes(text: string): { code: string; zh: string; en: string }[] {
  const near = (words: readonly string[]) =>
    Math.min(...words.map((word) => distance(text.toLowerCase(), word.toLowerCase()) / Math.max(word.length, text.length, 1)))
  return [...registry.values()]
    .filter(({ code }) => isTargetable(code))
    .map(({ code, name }) => ({ code, ...name, far: near([code, name.zh, name.en]) }))
    .sort((a, b) => a.far - b.far || (a.code < b.code ? -1 : 1))
    .slice(0, NEAREST)
    .map(({ code, zh, en }) => ({ code, zh, en }))
}
