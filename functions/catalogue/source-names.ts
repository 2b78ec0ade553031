import type { Bilingual } from '../domain/language.ts'
import { findRegion } from './regions.ts'

const NAMED: Readonly<Record<string, Bilingual>> = {
  'published-figures': { zh: '公布数字', en: 'published figures' },
  'catalogue:targets': { zh: '文件所定目标', en: "the documents' targets" },
}

/** Who sends events under a source, in words: `union:310000` is the union of Shanghai. A source that nobody named stays as it is. */
export function sourceName(source: string): Bilingual {
  const [kind, code = ''] = source.split(':')
  const region = kind === 'union' ? findRegion(code) : undefined
  if (region) return { zh: `${region.name}总工会`, en: `trade unions of ${region.nameEn}` }
  return NAMED[source] ?? { zh: source, en: source }
}
