import { idCheckCharacter } from '../../functions/domain/identifiers.ts'
import type { Random } from '../../functions/simulator/random.ts'

/** The identifiers by which an event names its worker. */
export interface Named {
  id_number?: string
  phone?: string
  ref?: string
}

const two = (number: number) => String(number).padStart(2, '0')

/** The identity number of a person of a random history. */
export function idNumberOf(person: number): string {
  const first17 = `11010519900101${two(person)}1`
  return first17 + idCheckCharacter(first17)
}

const IDENTIFIERS = [
  (person: number): Named => ({ id_number: idNumberOf(person) }),
  (person: number): Named => ({ phone: `138001380${two(person)}` }),
  (person: number): Named => ({ ref: `w${person}` }),
]

/**
 * A worker of a small world, named by one identifier or by several. Now and then one of several is that of somebody else, so that identifiers
 * contradict each other.
 */
export function randomWorker(random: Random): Named {
  const person = random.below(12)
  const kinds = random.chance(0.75) ? [random.below(3)] : random.chance(0.3) ? [0, 1, 2] : [0, 1, 2].filter((kind) => kind !== person % 3)
  const someoneElse = (random.chance(0.15) ? person + 1 : person) % 12
  return Object.assign({}, ...kinds.map((kind, index) => IDENTIFIERS[kind]!(index === 1 ? someoneElse : person))) as Named
}
