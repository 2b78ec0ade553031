import { describe, expect, it } from 'vitest'
import { allRegions, findRegion } from '../../functions/catalogue/regions.ts'
import exceptions from '../../queries/catalogue/region-name-exceptions.json' with { type: 'json' }
import { OTHER_LANGUAGES, POLYPHONES, ZONES_AND_NAMESAKES } from './checked-region-names.ts'

describe('the English names of regions', () => {
  const all = [...allRegions()]
  it('are there for all 3,345, in Latin letters, without doubled blanks or left-over syllables of a people', () => {
    expect(all).toHaveLength(3345)
    expect(all.filter(({ nameEn }) => !/^[A-ZÜ][\p{Script=Latin}' ,-]*$/u.test(nameEn) || / {2}|^ | $/.test(nameEn))).toEqual([])
    expect(all.filter(({ nameEn }) => /zu Autonomous|[Hh]uizu/.test(nameEn)).map(({ nameEn }) => nameEn)).toEqual([])
  })
  it('are equal inside a province only where the Chinese names are', () => {
    const groups = Map.groupBy(all, ({ code, nameEn }) => `${code.slice(0, 2)} ${nameEn}`)
    const equal = [...groups.values()].filter((group) => new Set(group.map(({ name }) => name)).size > 1)
    expect(equal.map((group) => group.map(({ code, name, nameEn }) => `${code} ${name} ${nameEn}`))).toEqual([])
  })
  it('name the kind of a zone in English words, and no zone as one word', () => {
    const zones = all.filter(({ name }) => /(开发|[产工]业园|化工园|创意园|示范|管理|实验|聚集|名胜|食品)区|新城$|群岛|委员会/.test(name))
    expect(zones.length).toBeGreaterThanOrEqual(120)
    const kind = / (Zone|Park|Area|Management District|New Town|Cluster|Islands|Committee|Waters)$/
    expect(zones.filter(({ nameEn }) => !kind.test(nameEn)).map(({ nameEn }) => nameEn)).toEqual([])
    expect(zones.filter(({ nameEn }) => /kaifa|jishu|chanye|gongye|guanli|shifan|qundao|xingzheng/i.test(nameEn))).toEqual([])
    expect(all.filter(({ nameEn }) => nameEn.split(/[ ,-]+/).some((word) => word.length > 14))).toEqual([])
  })
  it('begin every word with a capital but and, of and the', () => {
    const words = new Set(all.flatMap(({ nameEn }) => nameEn.split(/[ ,]+/)))
    expect([...words].filter((word) => !/^\p{Lu}/u.test(word) && !['and', 'of', 'the'].includes(word))).toEqual([])
  })
  it('take 新区, 林区 and 矿区 for an ending only where they are one', () => {
    const ending = (zh: string, en: string) =>
      all.filter(({ name, nameEn }) => name.endsWith(zh) && !nameEn.endsWith(en)).map(({ name }) => name)
    expect(ending('新区', 'New Area')).toEqual(['清新区'])
    expect(ending('林区', 'Forestry District')).toEqual(['万柏林区', '金林区', '北林区', '新林区', '碑林区'])
    expect(ending('矿区', 'Mining District')).toEqual(['矿区'])
  })
  it('take a name of other languages for the region of its code alone where others are written alike', () => {
    expect(all.filter(({ name }) => /^兴安.$/.test(name)).map(({ code, nameEn }) => [code, nameEn])).toEqual([
      ['152200', 'Hinggan League'],
      ['230405', "Xing'an District"],
      ['450325', "Xing'an County"],
    ])
    const wrong = Object.entries(exceptions.codes).filter(([code, name]) => findRegion(code)?.nameEn !== name)
    expect(wrong).toEqual([])
  })
  it('are checked one by one for at least 200 names of these kinds', () => {
    expect(new Set([...POLYPHONES, ...OTHER_LANGUAGES].map(([code]) => code)).size).toBeGreaterThanOrEqual(200)
  })
  it.each([...POLYPHONES, ...OTHER_LANGUAGES, ...ZONES_AND_NAMESAKES])('of %s %s is %s', (code, zh, name) => {
    expect(findRegion(code)).toMatchObject({ name: zh, nameEn: name })
  })
  // After the names in Roman letters of GB/T 2260-2007; region-name-exceptions.json says how far they were compared with it.
  it.each([
    ['110105', 'Chaoyang District'], ['130181', 'Xinji'], ['130121', 'Jingxing County'], ['131025', 'Daicheng County'], ['140428', 'Zhangzi County'],
    ['141100', 'Lüliang'], ['141024', 'Hongtong County'], ['150100', 'Hohhot'], ['150600', 'Ordos'], ['150900', 'Ulanqab'], ['152500', 'Xilin Gol League'],
    ['150722', 'Morin Dawa Daur Autonomous Banner'], ['150724', 'Ewenki Autonomous Banner'], ['222400', 'Yanbian Korean Autonomous Prefecture'],
    ['220721', 'Qian Gorlos Mongol Autonomous County'], ['310115', 'Pudong New Area'], ['310151', 'Chongming District'], ['320116', 'Luhe District'],
    ['330382', 'Yueqing'], ['331000', 'Taizhou'], ['331100', 'Lishui'], ['341500', "Lu'an"], ['341600', 'Bozhou'], ['341021', 'Shexian County'],
    ['340300', 'Bengbu'], ['350200', 'Xiamen'], ['361124', 'Yanshan County'], ['310112', 'Minhang District'], ['140109', 'Wanbailin District'], ['371524', "Dong'e County"], ['371722', 'Shanxian County'],
    ['411726', 'Biyang County'], ['421303', 'Zengdu District'], ['431000', 'Chenzhou'], ['440113', 'Panyu District'], ['441900', 'Dongguan'],
    ['441422', 'Dabu County'], ['451000', 'Baise'], ['500000', 'Chongqing'], ['500110', 'Qijiang District'], ['510117', 'Pidu District'], ['510682', 'Shifang'],
    ['513200', 'Aba Tibetan and Qiang Autonomous Prefecture'], ['513300', 'Garzê Tibetan Autonomous Prefecture'], ['520203', 'Liuzhi Special District'],
    ['429021', 'Shennongjia Forestry District'], ['533100', 'Dehong Dai and Jingpo Autonomous Prefecture'], ['530925', 'Shuangjiang Lahu, Va, Blang and Dai Autonomous County'],
    ['540100', 'Lhasa'], ['540200', 'Xigazê'], ['540400', 'Nyingchi'], ['542500', 'Ngari Prefecture'], ['610100', "Xi'an"], ['621223', 'Tanchang County'],
    ['622926', 'Dongxiang Autonomous County'], ['632600', 'Golog Tibetan Autonomous Prefecture'], ['632801', 'Golmud'], ['650100', 'Ürümqi'],
    ['652800', 'Bayingolin Mongol Autonomous Prefecture'], ['652823', 'Yuli County'], ['653000', 'Kizilsu Kirgiz Autonomous Prefecture'], ['653131', 'Taxkorgan Tajik Autonomous County'],
    ['654000', 'Ili Kazak Autonomous Prefecture'], ['659001', 'Shihezi'],
  ])('of %s is %s', (code, name) => {
    expect(findRegion(code)?.nameEn).toBe(name)
  }) // prettier-ignore
})
