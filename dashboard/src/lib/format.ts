import type { Language } from '#domain/language.ts'

/** A whole number with every digit: 1,234,567. */
export function exact(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 4 })
}

/** A number as readers say it: 万 and 亿 in Chinese, k, M and B in English; small ones in full. */
export function short(value: number, lang: Language): string {
  const size = Math.abs(value)
  const [unit, name] =
    lang === 'zh'
      ? size >= 1e8
        ? [1e8, '亿']
        : size >= 1e4
          ? [1e4, '万']
          : [1, '']
      : size >= 1e9
        ? [1e9, 'B']
        : size >= 1e6
          ? [1e6, 'M']
          : size >= 1e4
            ? [1e3, 'k']
            : [1, '']
  if (unit === 1) return exact(value)
  const scaled = value / (unit as number)
  return `${scaled.toLocaleString('en-US', { maximumFractionDigits: Math.abs(scaled) >= 100 ? 0 : Math.abs(scaled) >= 10 ? 1 : 2 })}${lang === 'zh' ? ' ' : ''}${name}`
}

/** A share from 0 as a percentage with one decimal. A positive share never reads as 0.0 %, a missed one never as 100 %. */
export function percent(share: number): string {
  const rounded = Math.round(share * 1000) / 10
  if (share > 0 && rounded === 0) return '<0.1%'
  if (share < 1 && rounded === 100) return '99.9%'
  return `${rounded.toFixed(1)}%`
}

/** A day or an instant as `2026-11-24`. */
export function day(iso: string): string {
  return iso.slice(0, 10)
}

/** An instant as day and minute in Beijing time. */
export function minute(iso: string): string {
  return new Date(Date.parse(iso) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
}

/** The sign before a value that a source did not give exactly. */
export function qualified(value: number, qualifier: string, lang: Language): string {
  const number = short(value, lang)
  if (qualifier === 'at_least') return lang === 'zh' ? `${number} 以上` : `${number}+`
  if (qualifier === 'approx') return lang === 'zh' ? `约 ${number}` : `about ${number}`
  return number
}

/** Bytes as 1.2 GB, decimal. */
export function bytes(value: number): string {
  const [unit, name] = value >= 1e12 ? [1e12, 'TB'] : value >= 1e9 ? [1e9, 'GB'] : value >= 1e6 ? [1e6, 'MB'] : [1e3, 'KB']
  return `${(value / unit).toLocaleString('en-US', { maximumFractionDigits: value / unit >= 100 ? 0 : 1 })} ${name}`
}

/** A time as seconds, minutes or hours. */
export function duration(seconds: number, lang: Language): string {
  const [unit, zh, en] = seconds >= 7200 ? [3600, '小时', 'h'] : seconds >= 120 ? [60, '分钟', 'min'] : [1, '秒', 's']
  const value = seconds / unit
  return `${value.toLocaleString('en-US', { maximumFractionDigits: value >= 100 ? 0 : 1 })} ${lang === 'zh' ? zh : en}`
}

/** An amount of money: to the cent from one on, below that to two digits that say something. */
export function money(value: number, currency: string): string {
  const digits = value >= 1 || value === 0 ? { minimumFractionDigits: 2, maximumFractionDigits: 2 } : { maximumSignificantDigits: 2 }
  return value.toLocaleString('en-US', { style: 'currency', currency, ...digits })
}
