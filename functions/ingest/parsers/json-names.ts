/** How many names the objects of a parsed value have, at all depths. Not by recursion: a hostile text may nest 100,000 lists. */
function namesIn(value: unknown): number {
  let count = 0
  const open: unknown[] = [value]
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (typeof one !== 'object' || one === null) continue
    const inside: readonly unknown[] = Array.isArray(one) ? one : Object.values(one)
    if (inside !== one) count += inside.length
    for (const inner of inside) if (typeof inner === 'object' && inner !== null) open.push(inner)
  }
  return count
}

/** How often a quotation mark and a colon stand together: as often as there are names, unless a text holds both, or blanks lie between. */
function colonsAfterNames(text: string): number {
  let count = 0
  for (let at = text.indexOf('":'); at >= 0; at = text.indexOf('":', at + 2)) count++
  return count
}

/** Whether an object in a JSON text may give a name twice: JSON.parse keeps the last one and says nothing. Quick, and sure where it says no. */
export const mayRepeatNames = (text: string, value: unknown) => /"\s+:/.test(text) || colonsAfterNames(text) !== namesIn(value)

/**
 * The names that an object of a well-formed JSON text gives twice, by the number of the element of the array that the text is; by 0 where it is
 * no array.
 */
export function repeatedNames(text: string): Map<number, string> {
  const found = new Map<number, string>()
  /** The names of each open object; undefined for an open array. */
  const open: (Set<string> | undefined)[] = []
  let element = 0
  const tokens = /"(?:[^"\\]|\\.)*"(\s*:)?|[[\]{},]/g
  for (let token = tokens.exec(text); token; token = tokens.exec(text)) {
    const [sign, colon] = token
    if (sign === '{') open.push(new Set())
    else if (sign === '[') open.push(undefined)
    else if (sign === '}' || sign === ']') open.pop()
    else if (sign === ',') {
      if (open.length === 1 && open[0] === undefined) element++
    } else if (colon !== undefined) {
      const name = JSON.parse(sign.slice(0, sign.length - colon.length)) as string
      const names = open.at(-1)!
      if (names.has(name)) found.set(element, name)
      names.add(name)
    }
  }
  return found
}
