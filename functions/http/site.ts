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
export function pagePolicy(scriptHashes = '', landing = ''): string {
  return `default-src 'self'; connect-src 'self' ${landing}; script-src 'self' ${scriptHashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'self'; frame-ancestors 'none'`
}

/**
 * Serves the built dashboard: its files by name, and its one page for every path without an extension. `landing` is the origin of large
 * uploads, where that is another one.
 */
export function readSite(folder: string, landing = ''): (path: string) => HttpResponse {
  const files = new Map(filesBelow(folder).map((path) => [`/${relative(folder, path).split(sep).join('/')}`, path]))
  return (path) => {
    const found = files.get(path) ?? (extname(path) === '' ? files.get('/index.html') : undefined)
    if (!found) return problemDocument(404, `没有 ${path}`, `there is no ${path}`)
    const isHashed = path.startsWith('/_app/immutable/')
    const body = readFileSync(found)
    const policy: Record<string, string> = found.endsWith('.html')
      ? { 'content-security-policy': policyOf(body.toString('utf8'), landing) }
      : {}
    return {
      status: 200,
      headers: {
        'content-type': contentTypeOf(found),
        'cache-control': cacheControl(isHashed ? 'immutable' : 'revalidate'),
        ...policy,
      },
      body,
    }
  }
}
