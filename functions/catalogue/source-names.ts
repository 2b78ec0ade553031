import type { Bilingual } from '../domain/language.ts'
import { findRegion, regionsAtLevel } from './regions.ts'

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

const AUTHORITIES: Readonly<Record<string, string>> = {
  中华全国总工会: 'All-China Federation of Trade Unions (ACFTU)',
  上海市总工会等十部门: 'Shanghai Federation of Trade Unions and nine other departments',
}

/** Who set a target, in both languages: the federation of a province by its name; as written where it is neither. */
export function authorityName(zh: string): Bilingual {
  const province = regionsAtLevel('000000', 'province').find(({ name }) => `${name}总工会` === zh)
  return { zh, en: AUTHORITIES[zh] ?? (province ? `${province.nameEn} Federation of Trade Unions` : zh) }
}
