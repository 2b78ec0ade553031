import { type FindingInFile, findingsIn } from '../event-log/file-scans.ts'
import type { Log } from '../event-log/log.ts'
import type { Store } from '../storage/store.ts'

const NAMES = {
  phone: { zh: '手机号', en: 'a phone number' },
  id_number: { zh: '身份证号', en: 'an identity number' },
} as const

/** A text of a live event holds the number of a person, so nothing is published. */
export class PersonalNumberFound extends Error {
  override name = 'PersonalNumberFound'
  readonly zh: string
  readonly findings: readonly FindingInFile[]

  constructor(findings: readonly [FindingInFile, ...FindingInFile[]]) {
    const [{ file, source, id, revision, field, kind, finding }] = findings
    super(
      `file ${file}: the field ${field} of the event ${source} ${id} revision ${revision} holds what reads as ${NAMES[kind].en}` +
        ` (finding ${finding}; ${findings.length} in all). Erase it by that number (POST erasures), or record it as harmless (POST findings).`,
    )
    this.zh =
      `文件 ${file}：事件 ${source} ${id}（第 ${revision} 版）的 ${field} 中有读作${NAMES[kind].zh}的数字` +
      `（发现编号 ${finding}，共 ${findings.length} 处）；请按该号码删除（POST erasures），或说明理由记为无害（POST findings）`
    this.findings = findings
  }
}

/**
 * Throws PersonalNumberFound if a live file of the log holds the number of a person that nobody recorded as harmless. Files that were written before
 * files were scanned are scanned here, once.
 */
export async function assertNoPersonalNumbers(store: Store, log: Log, onStep?: (text: string) => void): Promise<void> {
  if (log.live().some(({ scan }) => scan === undefined)) onStep?.('looking for numbers of people')
  const [first, ...more] = await findingsIn(store, log)
  if (first) throw new PersonalNumberFound([first, ...more])
}
