import { z } from 'zod'

/** Text that is not empty. */
export const text = z.string().min(1, { error: 'text' })

/** A text in both languages. */
export const bilingual = z.strictObject({ zh: text, en: text })

/** A name that code and SQL use: lower case letters, digits and `_`. */
export const codeName = z.string().regex(/^[a-z][a-z0-9_]*$/, { error: 'a name of a-z, 0-9 and _' })
