import { describe, expect, it } from 'vitest'
import { articleName } from '../../functions/domain/articles.ts'
import checks from '../../queries/catalogue/checks.json' with { type: 'json' }
import codes from '../../queries/catalogue/codes.json' with { type: 'json' }
import eventTypes from '../../queries/catalogue/event-types.json' with { type: 'json' }
import measures from '../../queries/catalogue/measures.json' with { type: 'json' }
import metrics from '../../queries/catalogue/metrics.json' with { type: 'json' }
import rules from '../../queries/catalogue/rules.json' with { type: 'json' }

/** Every article that the catalogue cites. */
function articlesIn(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value !== 'object' || value === null) return found
  for (const [key, one] of Object.entries(value)) {
    if (key === 'article' || key === 'articles') for (const text of [one].flat()) found.add(String(text))
    else articlesIn(one, found)
  }
  return found
}

describe('the name of an article', () => {
  it.each([
    ['总工办发〔2021〕16号 （四）（五）', 'ACFTU General Office (2021) No. 16, (4)(5)'],
    ['总工办发〔2021〕16号 （十五）、答问5', 'ACFTU General Office (2021) No. 16, (15), press answer 5'],
    ['沪工总基〔2021〕141号 附件2 第六项', 'Shanghai Federation of Trade Unions (2021) No. 141, annex 2 item 6'],
    ['沪工总基〔2021〕141号 二（二）10', 'Shanghai Federation of Trade Unions (2021) No. 141, 2(2)10'],
    ['陕工函〔2021〕28号 第15条; 沪工总基〔2021〕141号 二（二）8', 'Shaanxi Federation of Trade Unions (2021) No. 28, article 15; Shanghai Federation of Trade Unions (2021) No. 141, 2(2)8'],
    ['全总维权意见答记者问 Q5下一步四、Q6五', 'ACFTU answers to the press on the rights Opinions, question 5, next steps 4, question 6.5'],
    ['本系统自定', 'defined by this system'],
  ])('%s reads in English as %s', (zh, en) => {
    expect(articleName(zh, 'en')).toBe(en)
    expect(articleName(zh, 'zh')).toBe(zh.replace(/Q(\d)/g, '第$1问'))
  }) // prettier-ignore
  it('has no Chinese left in English, for every article of the catalogue', () => {
    const all = [...articlesIn([checks, codes, eventTypes, measures, metrics, rules])]
    expect(all.length).toBeGreaterThan(140)
    expect(all.map((one) => articleName(one, 'en')).filter((text) => /\p{Script=Han}|[（）；、]/u.test(text))).toEqual([])
  })
})
