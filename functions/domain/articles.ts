import type { Language } from './language.ts'

/** The English names of the documents, as an article begins with them. */
const DOCUMENTS: readonly (readonly [zh: string, en: string])[] = [
  ['总工办发〔2021〕16号', 'ACFTU General Office (2021) No. 16'],
  ['沪工总基〔2021〕141号', 'Shanghai Federation of Trade Unions (2021) No. 141'],
  ['陕工函〔2021〕28号', 'Shaanxi Federation of Trade Unions (2021) No. 28'],
  ['全总维权意见答记者问', 'ACFTU answers to the press on the rights Opinions'],
  ['全总答记者问（维权意见）', 'ACFTU answers to the press on the rights Opinions'],
  ['全总答记者问', 'ACFTU answers to the press'],
  ['全总维权意见新闻稿', 'ACFTU press release on the rights Opinions'],
  ['全总新闻稿（2021-07-19）', 'ACFTU press release of 2021-07-19'],
  ['本系统自定', 'defined by this system'],
  ['公布原文', 'the publication itself'],
  ['目标原文', 'the text of the target'],
  ['文件未给出分母', 'no document gives a denominator'],
  ['“服务覆盖”文件未定义', 'no document defines “served”'],
]

/** Words inside an article's place, the longest first. Numerals are digits already: 下一步 reads 下1步 here. */
const PLACES: readonly (readonly [zh: RegExp, en: string])[] = [
  [/附件(\d)/g, ' annex $1 '],
  [/第(\d+)条/g, ' article $1'],
  [/第(\d+)项/g, ' item $1'],
  [/举措(\d+)/g, ' measure $1'],
  [/答问(\d)/g, ' press answer $1'],
  [/Q(\d)下1步(\d)/g, 'question $1, next steps $2'],
  [/Q(\d)下1步/g, 'question $1, next steps'],
  [/Q(\d)已采取/g, 'question $1, taken so far'],
  [/Q(\d)(\d)/g, 'question $1.$2'],
  [/结语/g, ' closing words'],
  [/文头/g, ' heading'],
  [/序言/g, ' preamble'],
  [/通知/g, ' covering notice'],
  [/至/g, ' to '],
  [/、/g, ', '],
  [/「[^」]*」/g, ''],
]

const DIGITS = '零一二三四五六七八九'

/** Chinese numerals up to 99 as digits, and full-width brackets as plain ones. */
function withDigits(text: string): string {
  return text
    .replace(/[一二三四五六七八九]?十[一二三四五六七八九]?/g, (numeral) => {
      const [tens = '', ones = ''] = numeral.split('十')
      return String((tens === '' ? 1 : DIGITS.indexOf(tens)) * 10 + (ones === '' ? 0 : DIGITS.indexOf(ones)))
    })
    .replace(/[一二三四五六七八九]/g, (digit) => String(DIGITS.indexOf(digit)))
    .replaceAll('（', '(')
    .replaceAll('）', ')')
}

function englishPart(part: string): string {
  const [zh, en] = DOCUMENTS.find(([name]) => part.startsWith(name)) ?? ['', '']
  const place = PLACES.reduce((text, [pattern, words]) => text.replace(pattern, words), withDigits(part.slice(zh.length)))
  return [en, place.replace(/\s+/g, ' ').trim()].filter(Boolean).join(', ')
}

/** A citation in which each place stands once: words quoted from it say which of several numbers it is, and nothing to whoever looks it up. */
function withoutRepeats(article: string): string {
  return article
    .split(/([；;]\s*)/)
    .map((part) => [...new Set(part.replace(/「[^」]*」/g, '').split('、'))].join('、'))
    .join('')
}

/**
 * A document and its article as a reader of a language knows it: in Chinese as it is cited, its questions by their number, in English the document by its name and the place in words
 * (`总工办发〔2021〕16号 （四）` as `ACFTU General Office (2021) No. 16, (4)`).
 */
export function articleName(article: string, lang: Language): string {
  if (lang === 'zh')
    return withoutRepeats(article)
      .replace(/Q(\d)/g, '第$1问')
      .replace(/ 答问(\d)/g, ' 答记者问第$1问')
      .replace(/(附件\d)(?=[一二三四五六七八九])/g, '$1 ')
  return article
    .split(/[；;]\s*/)
    .map(englishPart)
    .join('; ')
}
