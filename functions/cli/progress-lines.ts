/** A printer of lines, each with the seconds since the printer was made. */
export function progressLines(print: (line: string) => void): (text: string) => void {
  const started = performance.now()
  return (text) => print(`[${((performance.now() - started) / 1000).toFixed(1)} s] ${text}`)
}
