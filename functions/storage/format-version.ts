/**
 * The format that this code writes and the latest that it reads, by the kind of document. A document that names none is of format 1, as everything was
 * before December 2026. A change that older code would misread raises the number, and a fixture of the format before stays (test/storage/formats.test.ts).
 */
export const FORMATS = {
  /** 2: names its format. */
  commit: 2,
  /** 2: names its format. */
  checkpoint: 2,
  /** 2: names its format. */
  manifest: 2,
  /** What the next release resumes from. 2: names its format. */
  state: 2,
  /** Results of a build that another process may use. 2: names its format. */
  cache: 2,
} as const

export type DocumentKind = keyof typeof FORMATS

/** A document that later code wrote. This code does not know what it means, and must neither guess nor replace it. */
export class NewerFormat extends Error {
  override name = 'NewerFormat'
  constructor(what: string, format: unknown, latest: number) {
    super(
      `${what}: written in format ${String(format)} by a later version; this version reads up to format ${latest}. Update this program.`,
    )
  }
}

/** A document with the format that this code writes. */
export function inFormat<T extends object>(kind: DocumentKind, document: T): T & { format: number } {
  return { format: FORMATS[kind], ...document }
}

/** A document without its format. Throws NewerFormat for one that later code wrote, naming `what`. */
export function fromFormat<T extends object>(kind: DocumentKind, what: string, document: T & { format?: unknown }): T {
  const { format = 1, ...rest } = document
  if (!(Number.isInteger(format) && (format as number) >= 1 && (format as number) <= FORMATS[kind]))
    throw new NewerFormat(what, format, FORMATS[kind])
  return rest as unknown as T
}
