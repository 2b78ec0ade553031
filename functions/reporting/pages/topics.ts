import { codeLists, countedMetrics } from '../../catalogue/catalogue.ts'
import type { EnterpriseTree, TopicBlock, TopicPage } from '../documents.ts'
import type { Bilingual } from '../../domain/language.ts'
import { measurePages } from '../../catalogue/measures-text.ts'
import { provinceOf } from '../../catalogue/regions.ts'
import type { Cube } from '../cube.ts'
import { type Values, measuresOf, valueOf } from './measures.ts'
import { asked } from './work-lists.ts'

/** A table of a topic: a metric by the codes of a list, in the order of the documents. */
interface Block {
  title: Bilingual
  /** What the documents say of it, or leave open. */
  note?: Bilingual
  article: string
  metric: string
  /** The name before the code in a part of the metric; the part is the code itself where it is empty. */
  facet: string
  list: string
  /** Only these codes of the list, or all but these. */
  only?: string[]
  without?: string[]
  /** The metric whose parts are the wholes. */
  of?: string
}

const GIFTS = ['checkup', 'protection', 'summer_cool', 'winter_warm', 'safety']
const TEN = ['piece_rate', 'order_split', 'commission', 'work_quota', 'pay_method', 'entry_exit', 'work_time', 'rest', 'protection', 'reward'] // prettier-ignore

const BLOCKS: Record<string, Block[]> = {
  enterprises: [
    { title: { zh: '各类企业建会', en: 'Enterprises unionized, by kind' }, article: '总工办发〔2021〕16号 （一）', metric: 'enterprises_unionized', facet: 'kind', list: 'enterprise_kind', of: 'enterprises' },
    { title: { zh: '工会组织形式', en: 'Unions by form' }, article: '总工办发〔2021〕16号 （二）（三）（四）', note: { zh: '“小三级”和“小二级”是两份文件的两套用语，不合并。', en: '“Small three-level” and “small two-level” are words of two documents, and are not merged.' }, metric: 'unions', facet: 'form', list: 'union_form' },
    { title: { zh: '建会方式', en: 'Unions founded, by mode' }, article: '全总维权意见答记者问 Q6二；陕工函〔2021〕28号 第3条', metric: 'unions_established', facet: 'mode', list: 'union_mode' },
  ],
  members: [
    { title: { zh: '入会路径', en: 'Joins by path' }, article: '总工办发〔2021〕16号 （四）（五）（六）', metric: 'members_joined', facet: 'path', list: 'join_path' },
    { title: { zh: '入会渠道', en: 'Joins by channel' }, article: '总工办发〔2021〕16号 （七）（八）', metric: 'members_joined', facet: 'channel', list: 'join_channel' },
    { title: { zh: '接收工会', en: 'Joins by the form of the receiving union' }, article: '总工办发〔2021〕16号 （三）（四）', note: { zh: '只含填了接收工会形式的入会。', en: 'Only joins that tell the form of the receiving union.' }, metric: 'member.joined', facet: 'received_by', list: 'union_form' },
  ],
  sites: [
    { title: { zh: '服务阵地', en: 'Sites by kind' }, article: '总工办发〔2021〕16号 （十）；沪工总基〔2021〕141号 二（二）7；陕工函〔2021〕28号 第13条', note: { zh: '各文件用语不同，按原词分列；司机之家的1000家只是全国的，上海文件没有提到司机之家。', en: 'Each document has its own words, kept apart. The 1,000 driver homes are national; the Shanghai document names none.' }, metric: 'sites', facet: '', list: 'site_kind' },
    { title: { zh: '建设方式', en: 'By way of building' }, article: '全总维权意见答记者问 Q5下一步四', metric: 'sites', facet: 'mode', list: 'site_mode' },
    { title: { zh: '设置场所', en: 'By setting' }, article: '沪工总基〔2021〕141号 二（二）7', metric: 'sites', facet: 'setting', list: 'site_setting' },
    { title: { zh: '四项要求', en: 'The four-part test' }, article: '沪工总基〔2021〕141号 二（二）7', metric: 'sites', facet: 'passes', list: 'site_test' },
  ],
  services: [
    { title: { zh: '“五送”（上海）', en: 'The five gifts (Shanghai)' }, article: '沪工总基〔2021〕141号 二（二）8', metric: 'service_persontimes', facet: 'kind', list: 'service_kind', only: GIFTS },
    { title: { zh: '“四季送”（陕西）', en: 'The four seasons’ gifts (Shaanxi)' }, article: '陕工函〔2021〕28号 第14条', note: { zh: '文件没有列出四季各送什么；与“五送”不是同一组，不可相比。', en: 'The document does not list its parts; it is another set than the five gifts and cannot be compared with it.' }, metric: 'service_persontimes', facet: 'kind', list: 'service_kind', only: ['four_seasons'] },
    { title: { zh: '其他服务', en: 'Other services' }, article: '沪工总基〔2021〕141号 二（二）；陕工函〔2021〕28号 第14条、第15条', metric: 'service_persontimes', facet: 'kind', list: 'service_kind', without: [...GIFTS, 'four_seasons'] },
    { title: { zh: '保障参保', en: 'Benefit plans' }, article: '总工办发〔2021〕16号 （十）；沪工总基〔2021〕141号 二（二）8', metric: 'benefit.enrolled.people', facet: 'kind', list: 'benefit_kind' },
    { title: { zh: '活动', en: 'Activities' }, article: '全总维权意见答记者问 Q6一、Q6七', metric: 'activity.held', facet: 'kind', list: 'activity_kind' },
  ],
  rights: [
    { title: { zh: '协议覆盖的十个议题', en: 'The ten topics that agreements cover' }, article: '全总维权意见答记者问 Q6三', note: { zh: '一份协议可含几个议题，合计多于协议数。', en: 'An agreement may cover several topics; they add up to more than the agreements.' }, metric: 'agreements', facet: 'topic', list: 'negotiation_topic', only: TEN },
    { title: { zh: '其他议题', en: 'Other topics' }, article: '陕工函〔2021〕28号 第7条；总工办发〔2021〕16号 （十一）', metric: 'agreements', facet: 'topic', list: 'negotiation_topic', without: TEN },
    { title: { zh: '有效协议', en: 'Agreements in force' }, article: '陕工函〔2021〕28号 第7条', metric: 'agreements', facet: 'kind', list: 'agreement_kind' },
    { title: { zh: '争议受理渠道', en: 'Cases opened, by channel' }, article: '全总维权意见答记者问 Q3五；陕工函〔2021〕28号 第12条', metric: 'case.opened', facet: 'channel', list: 'dispute_channel' },
    { title: { zh: '争议办结结果', en: 'Cases closed, by result' }, article: '沪工总基〔2021〕141号 附件3 二.4', metric: 'case.closed', facet: 'result', list: 'case_result' },
    { title: { zh: '监督文书', en: 'Supervision documents' }, article: '全总维权意见答记者问 Q3五；陕工函〔2021〕28号 第10条', note: { zh: '文件只写“两书”“一函两书”，没有列出各书名称。', en: 'The documents name the sets only, not the documents in them.' }, metric: 'supervision.issued', facet: 'kind', list: 'supervision_kind' },
    { title: { zh: '民主管理形式', en: 'Democratic management, by form' }, article: '全总维权意见答记者问 Q6三；陕工函〔2021〕28号 第8条', metric: 'democracy.held', facet: 'form', list: 'democracy_form' },
    { title: { zh: '四项权利', en: 'The four rights' }, article: '全总维权意见答记者问 Q6三', note: { zh: '总工办发〔2021〕16号（十一）没有“监督权”。', en: '总工办发〔2021〕16号 （十一） does not name the right to supervise.' }, metric: 'democracy.held', facet: 'right', list: 'worker_right' },
    { title: { zh: '法律服务', en: 'Legal service' }, article: '陕工函〔2021〕28号 第12条', metric: 'legal.served.people', facet: 'kind', list: 'legal_kind' },
    { title: { zh: '风险', en: 'Risks found' }, article: '陕工函〔2021〕28号 第11条', metric: 'risk.reported', facet: 'kind', list: 'risk_kind' },
  ],
} // prettier-ignore

function tableOf(values: Values, block: Block): TopicBlock {
  const { metric, facet, list, only, without, of } = block
  const codes = Object.entries(codeLists[list]!.codes).filter(([code]) => (only ? only.includes(code) : !without?.includes(code)))
  const { windowed, unit } = countedMetrics[metric]!
  return {
    title: block.title,
    ...(block.note && { note: block.note }),
    article: block.article,
    unit,
    windowed,
    rows: codes.map(([code, { zh, en, article }]) => {
      const indicator = { metric, parts: [facet ? `${facet}=${code}` : code] }
      return {
        code,
        name: { zh, en },
        article,
        value: valueOf(values, indicator),
        ...(windowed && { year: valueOf(values, indicator, 'year'), month: valueOf(values, indicator, 'month') }),
        ...(of && { of: valueOf(values, { metric: of, parts: indicator.parts }) }),
      }
    }),
  }
}

/** The head enterprises of a region's tree: what lies below each, by relation and by province, and how much of it has a union. */
async function trees(cube: Cube, region: string): Promise<EnterpriseTree[]> {
  const kept = asked(await cube.list('enterprise_trees', Infinity), { region })
  const byHead = new Map<string, EnterpriseTree>()
  for (const row of kept) {
    const id = String(row.head_id)
    let tree = byHead.get(id)
    if (!tree) byHead.set(id, (tree = { id, name: String(row.name ?? id), is_unionized: row.head_is_unionized === true, layers: [], provinces: 0 })) // prettier-ignore
    if (row.layer === null) continue
    const layer = String(row.layer)
    let standing = tree.layers.find((one) => one.layer === layer)
    if (!standing) tree.layers.push((standing = { layer, open: 0, unionized: 0 }))
    standing.open += Number(row.open)
    standing.unionized += Number(row.unionized)
  }
  for (const tree of byHead.values()) {
    const places = kept.filter((row) => row.head_id === tree.id && row.region !== null)
    tree.provinces = new Set(places.map((row) => provinceOf(String(row.region)))).size
  }
  return [...byHead.values()].sort((a, b) => sizeOf(b) - sizeOf(a) || (a.id < b.id ? -1 : 1))
}

const sizeOf = ({ layers }: EnterpriseTree) => layers.reduce((sum, one) => sum + one.open, 0)

/** The page of a topic in a region: its measures, and what they are made up of. Undefined for a topic or code that there is not. */
export async function topicPage(cube: Cube, topic: string, code: string): Promise<TopicPage | undefined> {
  const blocks = BLOCKS[topic]
  const all = blocks && (await measuresOf(cube, code))
  if (!blocks || !all) return undefined
  const { page, values } = all
  const { zh, en } = measurePages.find((one) => one.id === topic)!.name
  return {
    ...page,
    topic: { id: topic, name: { zh, en } },
    measures: page.measures.filter((one) => one.page === topic),
    blocks: blocks.map((block) => tableOf(values, block)),
    ...(topic === 'enterprises' && { trees: (await trees(cube, code)).slice(0, 40) }),
  }
}
