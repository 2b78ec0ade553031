import { defineParams } from '@sveltejs/kit/params'

/** The two languages of the product, as the first part of an address. */
export const params = defineParams({
  lang: (value: string) => (value === 'zh' || value === 'en' ? value : undefined),
})
