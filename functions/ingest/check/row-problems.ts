import { type Problem, problem } from '../../events/problems.ts'

/** The problem of an event whose person was erased. */
export const erasedProblem = problem('data.worker', 'erased', {
  zh: '这条事件中的个人已依法删除，不再接收；撤回请用 void',
  en: 'the person of this event was erased on request, and the event is not accepted again; a void is accepted',
})

/** The problem of an event that was accepted before with other content. */
export function conflictProblem(revision: number): Problem {
  return problem('id', 'conflict', {
    zh: `同一来源、编号和版次（${revision}）已收到不同内容；原内容保留，请用更高版次更正`,
    en: `the same source, id and revision (${revision}) came before with other content; that one stays, send a higher revision to correct it`,
  })
}

const DRAG_FILLED = {
  zh: '这个号码比上一行正好大 1，像是拖动填充出来的；请填写真实号码',
  en: 'this number is exactly one more than the row above, as when a cell is dragged down: enter the real one',
}

/** In a series of identity numbers that go up by one, reports a wrong check character as drag filling. */
export function asDragFilled(problems: readonly Problem[]): Problem[] {
  return problems.map((one) =>
    one.field === 'data.worker.id_number' && one.code === 'check_character' ? problem(one.field, 'drag_filled', DRAG_FILLED) : one,
  )
}

/** Problems of one row that are listed: a row may have a field for each of its bytes. */
const MOST_PROBLEMS = 100
const LONGEST_FIELD = 128
const LONGEST_MESSAGE = 500

const cut = (text: string, length: number) => (text.length > length ? `${text.slice(0, length)}…` : text)

/** A problem that is not too long as it is: rows share those that say the same, and so do their copies in another thread. */
function boundedProblem(one: Problem): Problem {
  const { field, code, message, message_en } = one
  if (field.length <= LONGEST_FIELD && message.length <= LONGEST_MESSAGE && message_en.length <= LONGEST_MESSAGE) return one
  return { field: cut(field, LONGEST_FIELD), code, message: cut(message, LONGEST_MESSAGE), message_en: cut(message_en, LONGEST_MESSAGE) }
}

/** The problems of a row as they are kept: not more than people read, and none longer. */
export function boundedProblems(problems: readonly Problem[]): Problem[] {
  const bounded = problems.slice(0, MOST_PROBLEMS).map(boundedProblem)
  const more = problems.length - bounded.length
  if (more > 0)
    bounded.push(problem('body', 'more', { zh: `这一行还有 ${more} 处问题未列出`, en: `${more} more problems of this row are not listed` }))
  return bounded
}
