/** What a log line says of the work that it is about. Bodies, rows and identifiers of people are never part of it. */
export interface Facts {
  dataset?: string
  request_id?: string
  release?: string
  method?: string
  /** The kind of resource that a request is about: the path up to the segment after the dataset. */
  route?: string
  accepted?: number
  rejected?: number
  seconds?: number
}

/** What is logged of a request: never its query, headers or body. */
export function requestFacts({ method, path }: { method: string; path: string }): Facts {
  const [, dataset, resource] = /^\/api\/v1\/([a-z][a-z0-9-]{0,39})(?:\/([a-z-]{1,40})(?:[/.]|$)|$)/.exec(path) ?? []
  if (dataset === undefined) return { method }
  return { method, dataset, ...(resource !== undefined && { route: `/api/v1/{dataset}/${resource}` }) }
}
