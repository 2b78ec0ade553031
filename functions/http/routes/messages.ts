import { z } from 'zod'
import type { Bilingual } from '../../domain/language.ts'

/** What a problem document says about a value that a schema does not accept. */
export interface InvalidValueMessage {
  describe(value: unknown): Bilingual
}

/** The bilingual messages of parameters and bodies, by schema. A schema without one gets a general message (functions/http/validation.ts). */
export const messages = z.registry<InvalidValueMessage>()
