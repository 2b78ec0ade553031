import { redirect } from '@sveltejs/kit'
import { addressOf } from '#lib/api.ts'

/** The front door: Chinese first, real figures first. */
export function load() {
  redirect(307, addressOf('/zh/published'))
}
