/** One page for every address: the documents behind it are files that the browser reads. */
export const ssr = false
export const prerender = false
