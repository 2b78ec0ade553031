import { later } from './days.ts'
import { HEAD_OFFICE_SECTORS, SECTOR_NAMES } from './distributions.ts'
import { type Part, SIMULATION_START, type SimulatedEvent } from './event-stream.ts'

const HEAD_OFFICE_REGIONS = ['310115', '110105', '440305', '330106'] as const

/** The index of the one head office that has no union. */
const WITHOUT_UNION = 10

/** Head offices, and all but one of their unions. */
function* headOffices(part: Part): Generator<SimulatedEvent> {
  for (const [index, sector] of HEAD_OFFICE_SECTORS.entries()) {
    const region = HEAD_OFFICE_REGIONS[index % HEAD_OFFICE_REGIONS.length]!
    const number = index + 1
    const enterprise_id = `local:sim-head-${number}`
    const name = `模拟${SECTOR_NAMES[sector]}总部${number}`
    yield* part.send('000000', 'enterprise.registered', SIMULATION_START, { enterprise_id, name, kind: 'head', sector, region })
    const founded = later(SIMULATION_START, 20 + part.random.below(60))
    if (index === WITHOUT_UNION) continue
    yield* part.send('000000', 'union.established', founded, {
      union_id: `SIM-HEAD-${number}`,
      name: `模拟总部工会${number}`,
      form: 'head_office_union',
      mode: 'lead',
      region,
      sector,
      enterprise_id,
    })
  }
}

/** Head offices, a threshold and a fee. */
export function* nationalEvents(part: Part): Generator<SimulatedEvent> {
  yield* headOffices(part)
  yield* part.send('000000', 'threshold.set', '2025-01-01', {
    target_id: 'T09',
    value: 0.9,
    counts: 'share',
    set_by: '模拟',
    basis: '模拟：“普遍”按九成理解',
  })
  yield* part.send('000000', 'fee.set', SIMULATION_START, {
    region: '310000',
    amount_cny: 5,
    every: 'month',
    set_by: '模拟',
    basis: '模拟：文件只写“定额”，未写数额',
  })
}
