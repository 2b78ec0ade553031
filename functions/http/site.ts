import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { lookup } from 'mrmime'
import { type HttpResponse, cacheControl, problemDocument } from './message.ts'

/** The content type of a file by its extension; text is in UTF-8. */
function contentTypeOf(path: string): string {
  const type = lookup(path) ?? 'application/octet-stream'
  return /^text\/|^application\/json$/.test(type) ? `${type}; charset=utf-8` : type
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesBelow(path) : [path]
  })
}

/** The content security policy of a page. Its inline scripts (SvelteKit's start) are allowed by their hash, no others run. */
function policyOf(html: string, landing: string): string {
  const hashes = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(
    (match) => `'sha256-${createHash('sha256').update(match[1]!).digest('base64')}'`,
  )
  return pagePolicy(hashes.join(' '), landing)
}

/** A content security policy: scripts from this server only, uploads to this server and the landing area; inline styles are Svelte's and ECharts'. */
function pagePolicy(scriptHashes: string, landing: string): string {
  return `default-src 'self'; connect-src 'self' ${landing}; script-src 'self' ${scriptHashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'`
}

/** How the built page says that it is at the root of its host. */
const AT_ROOT = { base: 'base: ""', addresses: /(href="|import\(")\/(?!\/)/g }

/**
 * The page as it is served at a path. Its addresses are relative to that path, and its script finds the base path in its own address: so it works
 * behind a proxy that takes a base path off, whatever it is. Throws where the built page is not of the expected form.
 */
function pageAt(html: string, path: string): string {
  const up = path.split('/').slice(2).map(() => '../').join('') || './' // prettier-ignore
  if (!html.includes(AT_ROOT.base)) throw new Error(`the built page does not say ${AT_ROOT.base}`)
  return html
    .replace(AT_ROOT.base, `base: new URL(${JSON.stringify(up)}, location).pathname.slice(0, -1)`)
    .replace(AT_ROOT.addresses, `$1${up}`)
}

const PAGE = '/index.html'

/**
 * Serves the built dashboard: its files by name, and its one page for every path without an extension. `landing` is the origin of large
 * uploads, where that is another one.
 */
export function readSite(folder: string, landing = ''): (path: string) => HttpResponse {
  const files = new Map(filesBelow(folder).map((path) => [`/${relative(folder, path).split(sep).join('/')}`, path]))
  return (path) => {
    const name = files.has(path) ? path : extname(path) === '' ? PAGE : undefined
    const found = name === undefined ? undefined : files.get(name)
    if (found === undefined) return problemDocument(404, `没有 ${path}`, `there is no ${path}`)
    const isHashed = path.startsWith('/_app/immutable/')
    const headers = { 'content-type': contentTypeOf(found), 'cache-control': cacheControl(isHashed ? 'immutable' : 'revalidate') }
    if (name !== PAGE) return { status: 200, headers, body: readFileSync(found) }
    const body = pageAt(readFileSync(found, 'utf8'), path)
    return { status: 200, headers: { ...headers, 'content-security-policy': policyOf(body, landing) }, body }
  }
}
