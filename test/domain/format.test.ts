import { describe, expect, it } from 'vitest'
import { bytes, chineseDate, duration, exact, minute, money, percent, qualified, short } from '../../functions/domain/format.ts'

const SHORT = [
  [0, '0', '0'],
  [0.00012, '0.0001', '0.0001'],
  [9.5, '9.5', '9.5'],
  [-7, '-7', '-7'],
  [999, '999', '999'],
  [9999, '9,999', '9,999'],
  [9999.6, '9,999.6', '9,999.6'],
  [9999.99999, '10,000', '10,000'],
  [10000, '1 万', '10k'],
  [10049, '1 万', '10k'],
  [12345, '1.23 万', '12.3k'],
  [99949, '9.99 万', '99.9k'],
  [99951, '10 万', '100k'],
  [99999, '10 万', '100k'],
  [123456, '12.3 万', '123k'],
  [994999, '99.5 万', '995k'],
  [999499, '99.9 万', '999k'],
  [999999, '100 万', '1,000k'],
  [1000000, '100 万', '1M'],
  [1234567, '123 万', '1.23M'],
  [9994999, '999 万', '9.99M'],
  [9999500, '1,000 万', '10M'],
  [12345678, '1,235 万', '12.3M'],
  [99999999, '10,000 万', '100M'],
  [100000000, '1 亿', '100M'],
  [123456789, '1.23 亿', '123M'],
  [999499999, '9.99 亿', '999M'],
  [1000000000, '10 亿', '1B'],
  [1500000000, '15 亿', '1.5B'],
  [123456789012, '1,235 亿', '123B'],
  [1000000000000, '10,000 亿', '1,000B'],
  [15000000000000, '150,000 亿', '15,000B'],
  [-12345, '-1.23 万', '-12.3k'],
  [-123456789, '-1.23 亿', '-123M'],
] as const

const EXACT = [
  [0, '0'],
  [1, '1'],
  [-1, '-1'],
  [0.5, '0.5'],
  [0.12345, '0.1235'],
  [1234.56789, '1,234.5679'],
  [999999, '999,999'],
  [1234567, '1,234,567'],
  [1000000000000, '1,000,000,000,000'],
] as const

const PERCENT = [
  [0, '0.0%'],
  [0.0001, '<0.1%'],
  [0.0004, '<0.1%'],
  [0.00049, '<0.1%'],
  [0.0005, '0.1%'],
  [0.001, '0.1%'],
  [0.0449, '4.5%'],
  [0.5, '50.0%'],
  [0.8649, '86.5%'],
  [0.999, '99.9%'],
  [0.9994, '99.9%'],
  [0.9995, '99.9%'],
  [0.9996, '99.9%'],
  [0.99999, '99.9%'],
  [1, '100.0%'],
  [1.0004, '100.0%'],
  [1.0005, '100.1%'],
  [4.89, '489.0%'],
  [12.3456, '1234.6%'],
] as const

const BYTES = [
  [0, '0 KB'],
  [1, '0 KB'],
  [500, '0.5 KB'],
  [999, '1 KB'],
  [1000, '1 KB'],
  [1500, '1.5 KB'],
  [99949, '99.9 KB'],
  [100000, '100 KB'],
  [999999, '1,000 KB'],
  [1000000, '1 MB'],
  [1250000, '1.3 MB'],
  [99950000, '100 MB'],
  [123400000, '123 MB'],
  [999960000, '1,000 MB'],
  [1000000000, '1 GB'],
  [1230000000, '1.2 GB'],
  [123456789012, '123 GB'],
  [1000000000000, '1 TB'],
  [4560000000000, '4.6 TB'],
  [1200000000000000, '1,200 TB'],
] as const

const DURATION = [
  [0, '0 秒', '0 s'],
  [0.04, '0 秒', '0 s'],
  [0.26, '0.3 秒', '0.3 s'],
  [1, '1 秒', '1 s'],
  [1.26, '1.3 秒', '1.3 s'],
  [59.94, '59.9 秒', '59.9 s'],
  [99.96, '100 秒', '100 s'],
  [100, '100 秒', '100 s'],
  [119.9, '120 秒', '120 s'],
  [120, '2 分钟', '2 min'],
  [130, '2.2 分钟', '2.2 min'],
  [3599, '60 分钟', '60 min'],
  [7199, '120 分钟', '120 min'],
  [7200, '2 小时', '2 h'],
  [9000, '2.5 小时', '2.5 h'],
  [360000, '100 小时', '100 h'],
  [1000000, '278 小时', '278 h'],
] as const

const MONEY = [
  [0, '$0.00', 'CN¥0.00'],
  [0.00000123, '< $0.01', '< CN¥0.01'],
  [0.0004567, '< $0.01', '< CN¥0.01'],
  [0.00999, '$0.01', 'CN¥0.01'],
  [0.01, '$0.01', 'CN¥0.01'],
  [0.5, '$0.5', 'CN¥0.5'],
  [0.999, '$1', 'CN¥1'],
  [0.9999, '$1', 'CN¥1'],
  [1, '$1.00', 'CN¥1.00'],
  [1.005, '$1.01', 'CN¥1.01'],
  [12.345, '$12.35', 'CN¥12.35'],
  [1234.5, '$1,234.50', 'CN¥1,234.50'],
  [1234567.891, '$1,234,567.89', 'CN¥1,234,567.89'],
] as const

const MINUTE = [
  ['2026-11-24T04:00:00.000Z', '2026-11-24 12:00'],
  ['2026-12-31T16:00:00Z', '2027-01-01 00:00'],
  ['2026-06-01T15:59:59.999Z', '2026-06-01 23:59'],
  ['2026-06-01T23:59:59+08:00', '2026-06-01 23:59'],
] as const

const QUALIFIED = [
  [12345, 'exact', '1.23 万', '12.3k'],
  [12345, 'at_least', '1.23 万以上', '12.3k+'],
  [12345, 'approx', '约1.23 万', 'about 12.3k'],
  [58.3, 'approx', '约58.3', 'about 58.3'],
  [1800000, 'at_least', '180 万以上', '1.8M+'],
] as const

describe('numbers in words for readers', () => {
  it.each(SHORT)('%d is short for people as %s and %s', (value, zh, en) => {
    expect([short(value, 'zh'), short(value, 'en')]).toEqual([zh, en])
  })
  it.each(EXACT)('%d has every digit as %s', (value, text) => {
    expect(exact(value)).toBe(text)
  })
  it.each(QUALIFIED)('%d, given as %s, is %s and %s', (value, qualifier, zh, en) => {
    expect([qualified(value, qualifier, 'zh'), qualified(value, qualifier, 'en')]).toEqual([zh, en])
  })
})

describe('shares', () => {
  it.each(PERCENT)('%d is %s', (share, text) => {
    expect(percent(share)).toBe(text)
  })
  it('never shows a missed target as 100 %, nor a positive share as nothing', () => {
    for (let part = 1; part < 10_000; part++) expect(['0.0%', '100.0%']).not.toContain(percent(part / 10_000))
  })
  it('never falls where the share grows', () => {
    const shown = Array.from({ length: 20_001 }, (_, part) => Number(percent(part / 10_000).replace(/[<%]/g, '')))
    expect(shown).toEqual(shown.toSorted((a, b) => a - b))
  })
})

describe('sizes, times and money', () => {
  it.each(BYTES)('%d bytes are %s', (value, text) => {
    expect(bytes(value)).toBe(text)
  })
  it.each(DURATION)('%d seconds are %s and %s', (seconds, zh, en) => {
    expect([duration(seconds, 'zh'), duration(seconds, 'en')]).toEqual([zh, en])
  })
  it.each(MONEY)('%d is %s and %s', (value, dollars, yuan) => {
    expect([money(value, 'USD'), money(value, 'CNY')]).toEqual([dollars, yuan])
  })
  it.each(MINUTE)('%s is the minute %s in Beijing', (instant, text) => {
    expect(minute(instant)).toBe(text)
  })
  it('writes a day as a Chinese document does', () => {
    expect([chineseDate('2026-11-04'), chineseDate('2015-01-31')]).toEqual(['2026年11月4日', '2015年1月31日'])
  })
})
