import { eventTypes } from '../catalogue/catalogue.ts'
import { BESIDE_CONTENT } from '../catalogue/event-type.ts'
import type { Event } from './event.ts'
import type { Value } from './text-field.ts'

/**
 * The content of an event as canonical JSON (keys sorted, absent fields left out): what decides whether a second
 * arrival is the same again. A void is its identity alone.
 */
export function eventContent(event: Event): string {
  if (event.isVoid) return JSON.stringify([event.source, event.id, event.revision, 'void'])
  const names =
    eventTypes.get(event.type)?.sortedNames ??
    Object.keys(event.data)
      .filter((name) => !BESIDE_CONTENT.includes(name))
      .sort()
  let data = ''
  for (const name of names) {
    const value = event.data[name]
    if (value !== undefined) data += `${data === '' ? '' : ','}["${name}",${asJson(value)}]`
  }
  return `[${asJson(event.source)},${asJson(event.id)},${event.revision},"${event.type}","${event.occurredOn}",[${data}]]`
}

/** A value as JSON. Most are plain text, which needs quotes and no more. */
function asJson(value: Value): string {
  return typeof value === 'string' && /^[ !#-[\]-~]*$/.test(value) ? `"${value}"` : JSON.stringify(value)
}
