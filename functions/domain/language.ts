/** A text in the two languages of the product: Chinese first, English by switch. */
export interface Bilingual {
  zh: string
  en: string
}

export type Language = keyof Bilingual
