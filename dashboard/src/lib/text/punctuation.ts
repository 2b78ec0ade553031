import type { Language } from '#domain/language.ts'

interface Punctuation {
  colon: string
  comma: string
  /** Between the items of a list. */
  listComma: string
  semicolon: string
  /** At the end of a sentence that another follows. */
  stop: string
  brackets(words: string): string
}

/** Signs between texts that are joined. */
export const punctuation: Readonly<Record<Language, Punctuation>> = {
  zh: { colon: '：', comma: '，', listComma: '、', semicolon: '；', stop: '。', brackets: (words) => `（${words}）` },
  en: { colon: ': ', comma: ', ', listComma: ', ', semicolon: '; ', stop: '. ', brackets: (words) => ` (${words})` },
}
