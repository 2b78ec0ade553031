import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { type HttpResponse, problemDocument } from './message.ts'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.txt': 'text/plain; charset=utf-8',
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesBelow(path) : [path]
  })
}

/** The policy of a page: its inline scripts (SvelteKit's first words) are known by their hash, no others run. */
function policyOf(html: string, landing: string): string {
  const hashes = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(
    (match) => `'sha256-${createHash('sha256').update(match[1]!).digest('base64')}'`,
  )
  return pagePolicy(hashes.join(' '), landing)
}

/** Scripts from this server only, files to this server and the landing place; inline styles are Svelte's and ECharts'. */
export function pagePolicy(scriptHashes = '', landing = ''): string {
  return `default-src 'self'; connect-src 'self' ${landing}; script-src 'self' ${scriptHashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'self'; frame-ancestors 'none'`
}

/**
 * Answers the built dashboard: its files by name, and its one page for every address without an ending. `landing` is the origin that
 * large uploads go to, where that is another one.
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
        'content-type': TYPES[extname(found)] ?? 'application/octet-stream',
        'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
        ...policy,
      },
      body,
    }
  }
}
