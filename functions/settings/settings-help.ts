import type { Setting } from './setting.ts'
import { settings } from './settings.ts'

const WIDTH = 100

function wrap(text: string, indent: string): string {
  const lines = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!
    if (line.length + word.length > WIDTH - indent.length) lines.push(word)
    else lines[lines.length - 1] = line ? `${line} ${word}` : word
  }
  return lines.map((line) => indent + line).join('\n')
}

/** The table of settings as `--help` prints it: name, who needs it, default, what it is. */
export function settingsHelp(): string {
  const entries = Object.entries<Setting<unknown>>(settings).map(([name, one]) => {
    const heading = `  ${name}  [${one.neededBy.join(', ')}]${one.default === undefined ? '' : `  default: ${one.default}`}`
    return `${heading}\n${wrap(`${one.description} Expected: ${one.expected}.`, '      ')}`
  })
  return ['Settings (environment variables):', ...entries].join('\n')
}
