/** Names of documents, as articles begin with them, from their list in functions/docs/requirements.md. */
const DOCUMENT = /^(.*?〔\d{4}〕\d+号|\S+)\s*(.*)$/

/**
 * The basis line of a table, made from the articles of its rows: each document once, with the articles that the rows name, in the order in
 * which they first occur: `总工办发〔2021〕16号 （四）、（五）；陕工函〔2021〕28号 第7条`.
 */
export function basisOf(articles: readonly string[]): string {
  const byDocument = new Map<string, Set<string>>()
  for (const one of articles.flatMap((text) => text.split(/[；;]\s*/))) {
    const [, document = one, places = ''] = DOCUMENT.exec(one) ?? []
    const known = byDocument.get(document) ?? new Set()
    for (const place of places.split('、')) if (place !== '') known.add(place)
    byDocument.set(document, known)
  }
  return [...byDocument].map(([document, places]) => [document, [...places].join('、')].filter(Boolean).join(' ')).join('；')
}
