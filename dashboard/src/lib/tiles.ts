/** The position of each province in the tile map, [column, row] from 0, and its short name. */
export const tiles: Record<string, { at: [number, number]; zh: string; en: string }> = {
  '650000': { at: [0, 1], zh: '新疆', en: 'XJ' }, '660000': { at: [0, 0], zh: '兵团', en: 'XPCC' }, '540000': { at: [0, 3], zh: '西藏', en: 'XZ' },
  '630000': { at: [1, 2], zh: '青海', en: 'QH' }, '620000': { at: [2, 1], zh: '甘肃', en: 'GS' }, '640000': { at: [3, 1], zh: '宁夏', en: 'NX' },
  '150000': { at: [4, 1], zh: '内蒙古', en: 'NM' }, '230000': { at: [8, 0], zh: '黑龙江', en: 'HL' }, '220000': { at: [8, 1], zh: '吉林', en: 'JL' },
  '210000': { at: [7, 1], zh: '辽宁', en: 'LN' }, '110000': { at: [6, 1], zh: '北京', en: 'BJ' }, '120000': { at: [7, 2], zh: '天津', en: 'TJ' },
  '130000': { at: [6, 2], zh: '河北', en: 'HE' }, '140000': { at: [5, 2], zh: '山西', en: 'SX' }, '610000': { at: [4, 2], zh: '陕西', en: 'SN' },
  '370000': { at: [7, 3], zh: '山东', en: 'SD' }, '410000': { at: [6, 3], zh: '河南', en: 'HA' }, '510000': { at: [3, 3], zh: '四川', en: 'SC' },
  '500000': { at: [4, 3], zh: '重庆', en: 'CQ' }, '420000': { at: [5, 3], zh: '湖北', en: 'HB' }, '340000': { at: [7, 4], zh: '安徽', en: 'AH' },
  '320000': { at: [8, 3], zh: '江苏', en: 'JS' }, '310000': { at: [9, 4], zh: '上海', en: 'SH' }, '330000': { at: [8, 4], zh: '浙江', en: 'ZJ' },
  '360000': { at: [6, 4], zh: '江西', en: 'JX' }, '430000': { at: [5, 4], zh: '湖南', en: 'HN' }, '520000': { at: [4, 4], zh: '贵州', en: 'GZ' },
  '530000': { at: [3, 4], zh: '云南', en: 'YN' }, '450000': { at: [5, 5], zh: '广西', en: 'GX' }, '440000': { at: [6, 5], zh: '广东', en: 'GD' },
  '350000': { at: [7, 5], zh: '福建', en: 'FJ' }, '710000': { at: [9, 5], zh: '台湾', en: 'TW' }, '460000': { at: [5, 6], zh: '海南', en: 'HI' },
  '820000': { at: [6, 6], zh: '澳门', en: 'MO' }, '810000': { at: [7, 6], zh: '香港', en: 'HK' },
} // prettier-ignore

/** The shade of a tile from 0 (nothing) to 5, by the square root of its share of the largest. */
export function shade(value: number | undefined, largest: number): number {
  if (value === undefined || value <= 0 || largest <= 0) return 0
  return Math.min(5, 1 + Math.floor(Math.sqrt(value / largest) * 4.999))
}
