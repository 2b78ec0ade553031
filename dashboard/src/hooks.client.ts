import { resolve } from '$app/paths'
import { setBasePath } from '#lib/api.ts'

// Behind a proxy the pages and the API have a base path in front. This runs before any page loads its data.
setBasePath(resolve('/').slice(0, -1))
