import { describe, expect, it } from 'vitest'
import { countedMetrics, eventTypes, publishedMetrics } from '../../functions/catalogue/catalogue.ts'
import { basisOf } from '../../functions/catalogue/basis.ts'
import { measures } from '../../functions/catalogue/measures.ts'
import { registry } from '../../functions/catalogue/registry.ts'
import metrics from '../../queries/catalogue/metrics.json' with { type: 'json' }
import units from '../../queries/catalogue/units.json' with { type: 'json' }

const all = [...registry.values()]
const ofCode = (code: string) => registry.get(code)!

describe('the registry of metrics', () => {
  it('defines every counted, published and documented number once, under its code', () => {
    const codes = new Set([
      ...Object.keys(countedMetrics),
      ...Object.keys(publishedMetrics),
      ...Object.keys(measures),
      ...Object.keys(metrics.target_only),
    ])
    expect(new Set(registry.keys())).toEqual(codes)
    expect(all.filter((one) => registry.get(one.code) !== one)).toEqual([])
  })
  it('names every unit in both languages', () => {
    expect(all.filter(({ unit }) => units[unit.zh] === undefined).map(({ code, unit }) => `${code}: ${unit.zh}`)).toEqual([])
    expect(all.filter(({ unit }) => /[^\x20-\x7E]/.test(unit.en)).map(({ code }) => code)).toEqual([])
  })
  it('has no Chinese in English: names, definitions and units', () => {
    const mixed = all.filter(({ name, definition, unit }) => /[\u3400-\u9fff]/.test(name.en + definition.en + unit.en))
    expect(mixed.map(({ code }) => code)).toEqual([])
  })
  it('names by its code every number that a share divides', () => {
    const shares = all.filter(({ kind, code }) => kind === 'share' && countedMetrics[code])
    expect(shares.map(({ code }) => code)).toEqual(['membership_rate'])
    const referred = all.flatMap(({ numerator, denominator }) => [numerator, denominator].flatMap((one) => one?.code ?? []))
    expect(referred.filter((code) => !registry.has(code))).toEqual([])
  })
  it('divides numbers of one sector only by numbers of that sector, and people only by people of the same register', () => {
    const unlike = all.filter(({ numerator, denominator }) => numerator && denominator && numerator.sector !== denominator.sector)
    expect(unlike.map(({ code }) => code)).toEqual([])
    // All members divided by the workforce of some of them is no rate: that is membership_rate, with its own numerator.
    expect(all.filter(({ numerator, denominator }) => numerator?.code === 'members' && denominator?.code === 'workforce')).toEqual([])
  })
  it('says of every counted number whose reading it is', () => {
    const silent = all.filter(
      ({ code, definition, targetable }) => targetable && !(code in publishedMetrics) && !definition.zh.includes('本系统的理解'),
    )
    expect(silent.map(({ code }) => code)).toEqual([])
  })
  it('says of every number by which events it is recorded, but for what nobody counts', () => {
    const silent = all.filter(({ recorded_by: events }) => events.length === 0)
    expect(silent.map(({ code }) => code)).toEqual(all.filter(({ targetable }) => !targetable).map(({ code }) => code))
    const unknown = all.flatMap(({ recorded_by: events }) => events.map(({ type }) => type)).filter((type) => !eventTypes.has(type))
    expect(unknown).toEqual([])
  })
  it('has definitions with matched quotation marks, and none in the English of codes or field names', () => {
    const unmatched = all.filter(({ definition: { zh } }) => zh.split('“').length !== zh.split('”').length)
    expect(unmatched.map(({ code }) => code)).toEqual([])
    expect(all.filter(({ definition: { en, zh } }) => /\w_\w|=/.test(en) || /[a-z]_[a-z]|=/.test(zh)).map(({ code }) => code)).toEqual([])
  })
})

describe('the name of a number', () => {
  it.each([
    ['M025', '应建会而未建会的单位（个体入会满25人）'],
    ['M026', '建会空白点'],
    ['M046', '有党组织而未建会的企业'],
    ['M051', '应接转而未接转的会员'],
  ])('is that of the fault where it counts one: %s', (code, name) => {
    expect(ofCode(code)).toMatchObject({ name: { zh: name }, polarity: 'less' })
  })
  it('is that of a fault for every measure that is better when less', () => {
    const wrong = Object.entries(measures).filter(([code, { called }]) => ofCode(code).polarity === 'less' && !called)
    expect(wrong.map(([code]) => code)).toEqual([])
  })
  it('says which other measure shows the same number, for each of them', () => {
    const repeats = all.filter(({ same_as }) => same_as).map(({ code, same_as }) => `${code} = ${same_as}`)
    expect(repeats).toEqual([
      'M024 = M023',
      'M029 = M022',
      'M031 = M022',
      'M032 = M009',
      'M072 = M069',
      'M073 = M068',
      'M082 = M047',
      'M083 = M076',
      'M084 = M020',
      'M140 = M127',
      'M217 = M211',
    ])
    expect(all.filter(({ same_as, definition }) => same_as && !definition.zh.includes(`与 ${same_as}`))).toEqual([])
  })
})

describe('a count', () => {
  it.each([
    ['M018', 'things', '个'],
    ['M151', 'things', '份'],
    ['M202', 'people', '人'],
    ['M252', 'things', '个'],
    ['M061', 'acts', '次'],
    ['M242', 'money', '元'],
    ['M127', 'person_times', '人次'],
  ])('of %s is of %s, in %s', (code, counts, unit) => {
    expect(ofCode(code)).toMatchObject({ counts, unit: { zh: unit } })
  })
})

describe('the definition of a measure', () => {
  it('names the field and the codes that make an event count', () => {
    expect(ofCode('M055').definition.zh).toMatch(/入会路径为“劳务派遣”、接收工会形式为“.*”或“基层工会联合会”的。/)
    expect(ofCode('M040').definition.en).toContain('Only those whose mode is “joint” and of small and micro enterprises.')
  })
  it('says that a share is of a whole within the same limits', () => {
    expect(ofCode('M005')).toMatchObject({ denominator: { code: 'enterprises', parts: ['kind=attached'] } })
    expect(ofCode('M005').definition.en).toContain('Its share is of “enterprises” within the same limits.')
  })
})

describe('the basis line of a table', () => {
  it('names each document once, with the articles of its rows', () => {
    expect(basisOf(['总工办发〔2021〕16号 （四）', '陕工函〔2021〕28号 第7条', '总工办发〔2021〕16号 （五）、（四）', '本系统自定'])).toBe(
      '总工办发〔2021〕16号 （四）、（五）；陕工函〔2021〕28号 第7条；本系统自定',
    )
  })
})
