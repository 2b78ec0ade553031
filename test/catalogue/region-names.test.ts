import { describe, expect, it } from 'vitest'
import { allRegions, findRegion } from '../../functions/catalogue/regions.ts'

describe('the English names of regions', () => {
  const all = [...allRegions()]
  it('are there for all 3,343, in Latin letters, without doubled blanks or left-over syllables of a people', () => {
    expect(all).toHaveLength(3343)
    expect(all.filter(({ nameEn }) => !/^[A-ZÜ][\p{Script=Latin}' ,-]*$/u.test(nameEn) || / {2}|^ | $/.test(nameEn))).toEqual([])
    expect(all.filter(({ nameEn }) => /zu Autonomous|[Hh]uizu/.test(nameEn)).map(({ nameEn }) => nameEn)).toEqual([])
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
