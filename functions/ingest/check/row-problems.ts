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
