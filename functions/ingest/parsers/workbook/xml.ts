import { SaxesParser } from 'saxes'
import { UnreadableBody } from '../row.ts'
import { brokenWorkbook } from './archive.ts'

/** The attributes of an element by their names as written. */
export type Attributes = Readonly<Record<string, string>>

/** Receives the elements of a part in order. `name` is the local name of an element in a known namespace, or empty for any other. */
export interface XmlHandler {
  open(name: string, attributes: Attributes): void
  close(name: string): void
  text?(text: string): void
}

/** The value of an attribute, whatever its prefix. */
export function attribute(attributes: Attributes, local: string): string | undefined {
  if (local in attributes) return attributes[local]
  const name = Object.keys(attributes).find((one) => one.endsWith(`:${local}`))
  return name === undefined ? undefined : attributes[name]
}

/** The local name of an element within the namespaces that `isKnown` accepts. Prefixes are resolved where they are declared. */
function nameResolver(isKnown: (namespace: string) => boolean) {
  /** Which prefixes stand for a known namespace, for each element that declares some. */
  const scopes: { depth: number; known: ReadonlySet<string> }[] = [{ depth: 0, known: new Set() }]
  let depth = 0
  const resolve = (tag: string): string => {
    const colon = tag.indexOf(':')
    return scopes.at(-1)!.known.has(colon < 0 ? '' : tag.slice(0, colon)) ? tag.slice(colon + 1) : ''
  }
  return {
    open(tag: string, attributes: Attributes): string {
      depth++
      for (const name in attributes) {
        if (!name.startsWith('xmlns')) continue
        const prefix = name === 'xmlns' ? '' : name.slice('xmlns:'.length)
        const known = new Set(scopes.at(-1)!.known)
        if (isKnown(attributes[name]!)) known.add(prefix)
        else known.delete(prefix)
        scopes.push({ depth, known })
      }
      return resolve(tag)
    },
    close(tag: string): string {
      const name = resolve(tag)
      while (scopes.at(-1)!.depth === depth) scopes.pop()
      depth--
      return name
    },
  }
}

/** The encoding that a part names: by its byte order mark, or in its declaration; UTF-8 without either. */
function decoderFor(start: Buffer): TextDecoder {
  const named = /^<\?xml[^>]*\sencoding\s*=\s*["']([\w.-]+)["']/.exec(start.toString('latin1', 0, 200))?.[1] ?? 'utf-8'
  const isUtf16 = (start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0x3c && start[1] === 0)
  const isBigEndian = (start[0] === 0xfe && start[1] === 0xff) || (start[0] === 0 && start[1] === 0x3c)
  try {
    return new TextDecoder(isUtf16 ? 'utf-16le' : isBigEndian ? 'utf-16be' : named, { fatal: true })
  } catch {
    throw brokenWorkbook(`不认识的编码 ${named}`, `unknown encoding ${named}`)
  }
}

/**
 * Passes the elements of a part to `handler`, and yields after each chunk, so that what was read can be handed on. An XML parser reads
 * it: order, quotation marks, prefixes, comments and CDATA make no difference. Throws UnreadableBody for XML that is not well-formed or has
 * a document type declaration.
 */
export async function* readXml(
  chunks: AsyncIterable<Buffer>,
  handler: XmlHandler,
  isKnown: (namespace: string) => boolean,
): AsyncGenerator<void> {
  const names = nameResolver(isKnown)
  const parser = new SaxesParser({ position: false })
  parser.on('doctype', () => {
    throw new UnreadableBody(400, '这个 XLSX 含有不允许的 XML 声明', 'this XLSX holds an XML declaration that is not allowed')
  })
  parser.on('error', ({ message }) => {
    throw brokenWorkbook(message, message)
  })
  parser.on('opentag', ({ name, attributes: given }) => {
    // Plain texts, since the parser does not resolve namespaces here.
    const attributes = given as Attributes
    handler.open(names.open(name, attributes), attributes)
  })
  parser.on('closetag', ({ name }) => handler.close(names.close(name)))
  if (handler.text) {
    const text = handler.text.bind(handler)
    parser.on('text', text)
    parser.on('cdata', text)
  }
  let decoder: TextDecoder | undefined
  const decode = (chunk?: Buffer): string => {
    try {
      return decoder ? (chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()) : ''
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      throw brokenWorkbook('文字编码有误', 'its text is not in the encoding that it names')
    }
  }
  for await (const chunk of chunks) {
    decoder ??= decoderFor(chunk)
    parser.write(decode(chunk))
    yield
  }
  parser.write(decode())
  parser.close()
  yield
}

/** Reads a whole part. Throws UnreadableBody. */
export async function readWholeXml(
  chunks: AsyncIterable<Buffer>,
  handler: XmlHandler,
  isKnown: (namespace: string) => boolean,
): Promise<void> {
  for await (const _ of readXml(chunks, handler, isKnown));
}
