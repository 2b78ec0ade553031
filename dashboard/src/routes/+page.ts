import { redirect } from '@sveltejs/kit'

/** The front door: Chinese first, real figures first. */
export function load() {
  redirect(307, '/zh/published')
}
