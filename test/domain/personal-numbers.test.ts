import { describe, expect, it } from 'vitest'
import { idCheckCharacter } from '../../functions/domain/identifiers.ts'
import { holdsPersonalNumber, personalNumbersIn, replacePersonalNumbers } from '../../functions/domain/personal-numbers.ts'

const PHONE = '13800138000'
const PERSON = '11010519491231002X'

describe('a text', () => {
  it.each([
    PHONE,
    '138 0013 8000',
    '138-0013-8000',
    '138.0013.8000',
    '1 3 8 0 0 1 3 8 0 0 0',
    '138　0013　8000',
    '１３８００１３８０００',
    '138‑0013–8000',
    '138·0013·8000',
    '138\u200b0013\u200b8000',
    '(138) 0013 8000',
    '+86 138 0013 8000',
    '+8613800138000',
    '008613800138000',
    '13800138000.0',
    '一三八〇〇一三八〇〇〇',
    '壹叁捌零零壹叁捌零零零',
    '幺三八○○幺三八○○○',
    '1三8零0一3八0〇0',
    '一三八 〇〇一三 八〇〇〇',
    '١٣٨٠٠١٣٨٠٠٠',
    '联系电话13800138000，请找王先生',
    '周一13800138000',
    'call 138 0013 8000 now',
    'Tel:13800138000',
    '2025-03-14 13800138000',
    'local:13800138000',
    '13800138000/13900139000',
    '13800138000人',
    'https://example.org/?tel=13800138000',
  ])('%j holds the phone number', (text) => {
    expect(personalNumbersIn(text)[0]).toMatchObject({ kind: 'phone', number: PHONE })
  })
  it.each([
    PERSON,
    '11010519491231002x',
    '110105 19491231 002X',
    '110105-1949-1231-002-X',
    '１１０１０５１９４９１２３１００２Ｘ',
    '一一〇一〇五一九四九一二三一〇〇二X',
    '身份证110105.19491231.002X号',
  ])('%j holds the identity number', (text) => {
    expect(personalNumbersIn(text)).toMatchObject([{ kind: 'id_number', number: PERSON }])
  })
  it.each([
    'A13010200001',
    'case-13010200001',
    'ＡＢ１３０１０２００００１',
    '13010200001A',
    '2025-03-000123',
    '12800138000',
    '1380013800',
    '138001380001',
    '110105194912310021',
    `${'1'.repeat(11)}`,
    '11010519491331002X',
    '91350100M000100Y43',
    '1.57亿元，比上年增长 12.3%',
    '二〇二五年三月十四日一三八次',
    '13,800,138,000',
    '13800138000f0a9b3c4d5e6f7a8b9c0d1e2',
    '2026-11-24T04:00:00.000Z',
    '310115001002',
  ])('%j holds none', (text) => {
    expect(personalNumbersIn(text)).toEqual([])
    expect(holdsPersonalNumber(text)).toBe(false)
  })
  it('may hold several', () => {
    expect(personalNumbersIn(`${PHONE} 13900139000、${PERSON}`).map(({ number }) => number)).toEqual([PHONE, '13900139000', PERSON])
  })
  it('keeps the rest of itself where a number is replaced, and all of itself where none is', () => {
    expect(replacePersonalNumbers('找王师傅 １３８ ００１３ ８０００，或 13900139000', '…', ({ number }) => number === PHONE)).toBe(
      '找王师傅 …,或 13900139000',
    )
    expect(replacePersonalNumbers('全角，ＡＢＣ１２３没有号码的一段文字', '…')).toBe('全角，ＡＢＣ１２３没有号码的一段文字')
  })
  it('is read in time that grows with its length, whatever it holds', () => {
    for (const text of ['1 '.repeat(1_000_000), `1${' '.repeat(2_000_000)}`, '1234567890 - '.repeat(100_000), '一'.repeat(1_000_000)]) {
      const started = performance.now()
      personalNumbersIn(text)
      expect(performance.now() - started).toBeLessThan(10_000)
    }
  })
  it('holds every identity number that has a right check character', () => {
    for (let n = 0; n < 1000; n++) {
      const first17 = `110105${1950 + (n % 50)}${String(1 + (n % 12)).padStart(2, '0')}15${String(n).padStart(3, '0')}`
      expect(holdsPersonalNumber(`编号 ${first17}${idCheckCharacter(first17)}。`)).toBe(true)
    }
  })
})
