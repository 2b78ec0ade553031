import type { PlainEvent } from './reference.ts'

type Identifier = 'id_number' | 'phone' | 'ref'

/** The kind of an identifier, by how it is written. */
function kindOf(identifier: string): Identifier {
  if (/^1\d{10}$/.test(identifier)) return 'phone'
  return /^\d{17}[\dX]$/.test(identifier) ? 'id_number' : 'ref'
}

/** What the contract says of one person (section 5), sentence by sentence. It shares nothing with `queries/`. */
export class Persons {
  readonly #naming: Partial<Record<Identifier, string>>[]

  /** The persons of some live events. The plain identifiers stand where a log has pseudonyms. */
  constructor(live: readonly PlainEvent[]) {
    this.#naming = live.map(({ data }) => {
      const [id_number, phone, ref] = [data.worker_id_number, data.worker_phone, data.worker_ref] as (string | undefined)[]
      return { ...(id_number && { id_number }), ...(phone && { phone }), ...(ref && { ref }) }
    })
  }

  /** The identifiers of a kind that events name with an identifier of another kind. */
  namedWith(kind: Identifier, identifier: string, other: Identifier): string[] {
    const found = this.#naming.filter((named) => named[kind] === identifier).flatMap((named) => named[other] ?? [])
    return [...new Set(found)]
  }

  /** The person of a phone: the only identity number named with it, else that of the only reference named with it. */
  ofPhone(phone: string): string {
    const numbers = this.namedWith('phone', phone, 'id_number')
    if (numbers.length > 0) return numbers.length === 1 ? numbers[0]! : phone
    const refs = this.namedWith('phone', phone, 'ref')
    const ofRef = refs.length === 1 ? this.namedWith('ref', refs[0]!, 'id_number') : []
    return ofRef.length === 1 ? ofRef[0]! : phone
  }

  /** The person of a reference: the only identity number named with it, else the person of the only phone. */
  ofRef(ref: string): string {
    const numbers = this.namedWith('ref', ref, 'id_number')
    if (numbers.length > 0) return numbers.length === 1 ? numbers[0]! : ref
    const phones = this.namedWith('ref', ref, 'phone')
    return phones.length === 1 ? this.ofPhone(phones[0]!) : ref
  }

  /** The person whom an event counts for, by the identifier that it names first. Each kind of history writes its identifiers in a way of its own. */
  of(worker: string): string {
    const kind = kindOf(worker)
    if (kind === 'phone') return this.ofPhone(worker)
    return kind === 'id_number' ? worker : this.ofRef(worker)
  }

  /** The phones and references of an event that are tied to nobody because several people are named with them. It may name one of them only. */
  inConflict({ data }: PlainEvent): string[] {
    const { worker } = data as { worker?: string }
    const alone = (kind: Identifier) => (worker !== undefined && kindOf(worker) === kind ? worker : undefined)
    const [phone, ref] = [data.worker_phone ?? alone('phone'), data.worker_ref ?? alone('ref')] as (string | undefined)[]
    const isSeveral = (kind: Identifier, identifier: string, other: Identifier) => this.namedWith(kind, identifier, other).length > 1
    const hasNone = (kind: Identifier, identifier: string) => this.namedWith(kind, identifier, 'id_number').length === 0
    const ofPhone =
      phone !== undefined &&
      (isSeveral('phone', phone, 'id_number') ||
        (hasNone('phone', phone) &&
          isSeveral('phone', phone, 'ref') &&
          this.namedWith('phone', phone, 'ref').some((one) => !hasNone('ref', one))))
    const ofRef = ref !== undefined && (isSeveral('ref', ref, 'id_number') || (hasNone('ref', ref) && isSeveral('ref', ref, 'phone')))
    return [...(ofPhone ? ['phone'] : []), ...(ofRef ? ['ref'] : [])]
  }
}

/** Live events with the person whom each counts for as its worker. */
export function withPersons(live: readonly PlainEvent[]): PlainEvent[] {
  const persons = new Persons(live)
  const known = new Map<string, string>()
  const personOf = (worker: string) => {
    const person = known.get(worker) ?? persons.of(worker)
    known.set(worker, person)
    return person
  }
  return live.map((event) => {
    const { worker } = event.data
    return typeof worker === 'string' ? { ...event, data: { ...event.data, worker: personOf(worker) } } : event
  })
}
