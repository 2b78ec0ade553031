import type { Block, Bulletin } from './model.ts'
import { simulatedMark } from './sentences.zh.ts'

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ESCAPES[sign]!)
}

const STYLE = `
:root{color-scheme:light dark;--ink:#1c1c1e;--paper:#fffdf8;--line:#d8d2c4;--red:#b3261e;--soft:#6b665c}
@media(prefers-color-scheme:dark){:root{--ink:#ece8df;--paper:#16150f;--line:#4a463b;--red:#ff8a7a;--soft:#b0a999}}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.9 "FangSong","STFangsong","Noto Serif CJK SC","Songti SC",serif}
main{max-width:46rem;margin:0 auto;padding:3rem 1.25rem 5rem}
h1{font:700 1.6rem/1.5 "STZhongsong","Noto Serif CJK SC","Songti SC",serif;text-align:center;text-wrap:balance;margin:.6em 0 1em}
.number{text-align:center;color:var(--red);border-bottom:2px solid var(--red);padding-bottom:.8rem;margin:0}
.simulated{background:var(--red);color:var(--paper);text-align:center;padding:.4rem;font-weight:700}
h2{font:700 1.1rem/1.6 "SimHei","Noto Sans CJK SC","PingFang SC",sans-serif;margin:2em 0 .5em}
p{text-indent:2em;margin:.5em 0}.note{text-indent:0;color:var(--soft);font-size:.85em}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font:14px/1.6 "Noto Sans CJK SC","PingFang SC",sans-serif;font-variant-numeric:tabular-nums}
caption{font-weight:700;padding:.6em 0;text-align:center}th,td{border-bottom:1px solid var(--line);padding:.35em .5em;text-align:right;white-space:nowrap}
th:first-child,td:first-child{text-align:left}thead th{border-bottom:2px solid var(--ink)}
footer{margin-top:3rem;border-top:1px solid var(--line);color:var(--soft);font-size:.85em}
@media print{body{font-size:14pt}.scroll{overflow:visible}}`

function block(one: Block): string {
  switch (one.kind) {
    case 'heading':
      return `<h2>${escapeHtml(one.text)}</h2>`
    case 'paragraph':
      return `<p>${escapeHtml(one.text)}</p>`
    case 'note':
      return `<p class="note">注：${escapeHtml(one.text)}</p>`
    case 'table': {
      const head = one.table.header.map((cell) => `<th scope="col">${escapeHtml(cell)}</th>`).join('')
      const rows = one.table.rows.map(
        (row) =>
          `<tr>${row.map((cell, index) => (index === 0 ? `<th scope="row">${escapeHtml(cell)}</th>` : `<td>${escapeHtml(cell)}</td>`)).join('')}</tr>`,
      )
      return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(one.table.caption)}"><table><caption>${escapeHtml(one.table.caption)}</caption><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`
    }
  }
}

/** A bulletin as one HTML page that needs nothing else. */
export function bulletinHtml(bulletin: Bulletin): string {
  const mark = simulatedMark(bulletin)
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escapeHtml(bulletin.title)}</title><style>${STYLE}</style></head>
<body>${mark && `<div class="simulated">${escapeHtml(mark)}</div>`}<main><p class="number" style="text-indent:0">${escapeHtml(bulletin.number)}</p><h1>${escapeHtml(bulletin.title)}</h1>
${bulletin.blocks.map(block).join('\n')}
<footer><p class="note">${escapeHtml(bulletin.number)} · 发布版 ${escapeHtml(bulletin.release)} · 截至 ${escapeHtml(bulletin.as_of)}</p></footer></main></body></html>
`
}
