import { escapeHtml } from './html.ts'
import type { Bulletin } from './model.ts'
import { simulatedMark } from './sentences.zh.ts'

/** The editions of a dataset as an Atom feed (RFC 4287). `base` is the address of the API without a closing slash. */
export function bulletinFeed(dataset: string, bulletins: readonly Bulletin[], base: string): string {
  const updated = bulletins[0]?.compiled_at ?? '1970-01-01T00:00:00.000Z'
  const entries = bulletins.map((bulletin) => {
    const mark = simulatedMark(bulletin)
    const link = `${base}/api/v1/${dataset}/bulletins/${bulletin.id}`
    return `  <entry>
    <id>urn:tonglu:${dataset}:${bulletin.id}</id>
    <title>${escapeHtml(`${bulletin.number} ${bulletin.title}`)}</title>
    <updated>${bulletin.compiled_at}</updated>
    <link rel="alternate" type="text/html" href="${link}.html"/>
    <link rel="enclosure" type="application/pdf" href="${link}.pdf"/>
    <summary>${escapeHtml(`${mark && `${mark}。`}截至 ${bulletin.as_of}，发布版 ${bulletin.release}`)}</summary>
  </entry>`
  })
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <id>urn:tonglu:${dataset}:bulletins</id>
  <title>${escapeHtml(`同路 · 通报 · ${dataset}`)}</title>
  <updated>${updated}</updated>
  <author><name>同路 Tonglu</name></author>
  <link rel="self" href="${base}/api/v1/${dataset}/bulletins/feed.atom"/>
${entries.join('\n')}
</feed>
`
}
