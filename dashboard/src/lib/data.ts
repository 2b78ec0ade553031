import { error } from '@sveltejs/kit'

/** The one file that knows where the numbers lie. */
const API = '/api/v1'

export interface DatasetCard {
  name: string
  title: { zh: string; en: string }
  is_simulated: boolean
}

export interface BulletinCard {
  id: string
  number: string
  title: string
  region: string
  region_name: string
  period: string
  as_of: string
  release: string
  compiled_at: string
}

async function read<T>(fetcher: typeof fetch, path: string): Promise<T> {
  const response = await fetcher(`${API}${path}`)
  if (!response.ok) {
    const problem = (await response.json().catch(() => ({}))) as { detail?: string }
    error(response.status, problem.detail ?? response.statusText)
  }
  return (await response.json()) as T
}

/** The datasets of this server. */
export async function readDatasets(fetcher: typeof fetch): Promise<DatasetCard[]> {
  return (await read<{ datasets: DatasetCard[] }>(fetcher, '/datasets')).datasets
}

/** The number of the release that a dataset shows. */
export async function readCurrent(fetcher: typeof fetch, dataset: string): Promise<string> {
  return (await read<{ release: string }>(fetcher, `/${dataset}/releases/current`)).release
}

/** A page document of a release; it never changes, so the browser keeps it. */
export function readPage<T>(fetcher: typeof fetch, dataset: string, release: string, page: string): Promise<T> {
  return read<T>(fetcher, `/${dataset}/releases/${release}/pages/${page}.json`)
}

/** The editions of a dataset, newest first. */
export async function readBulletins(fetcher: typeof fetch, dataset: string): Promise<BulletinCard[]> {
  return (await read<{ bulletins: BulletinCard[] }>(fetcher, `/${dataset}/bulletins`)).bulletins
}

export interface Receipt {
  receipt_id?: string
  status: 'committed' | 'dry_run'
  rows: number
  accepted: number
  duplicates: number
  conflicts: number
  rejected: number
  errors: { row: number; field: string; code: string; message: string; message_en: string }[]
}

export interface ProblemDocument {
  status: number
  detail: string
  detail_en: string
}

/** Sends a file, or has it checked only; `onProgress` is told the share that has gone out. */
export function sendFile(
  dataset: string,
  file: File,
  isCheck: boolean,
  onProgress: (share: number) => void,
): Promise<Receipt | ProblemDocument> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `${API}/${dataset}/events${isCheck ? '?dry_run=1' : ''}`)
    // The file's name and type are what a browser guesses; the server looks at the content.
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.onprogress = (event) => onProgress(event.lengthComputable ? event.loaded / event.total : 0)
    request.onload = () => resolve(JSON.parse(request.responseText) as Receipt | ProblemDocument)
    request.onerror = () => reject(new Error('network'))
    request.send(file)
  })
}

/** Builds a release of what was taken in; gives its number. */
export async function buildRelease(dataset: string): Promise<string> {
  const response = await fetch(`${API}/${dataset}/releases`, { method: 'POST' })
  return ((await response.json()) as { release: string }).release
}

/** The address of the rows that were not taken in. */
export function rejectedUrl(dataset: string, receiptId: string): string {
  return `${API}/${dataset}/receipts/${receiptId}/rejected.csv`
}

/** The address of an event type's template. */
export function templateUrl(dataset: string, type: string, ending: 'xlsx' | 'csv'): string {
  return `${API}/${dataset}/templates/${type}.${ending}`
}

/** Compiles an edition; gives the message of the problem where it is refused. */
export async function compileBulletin(
  dataset: string,
  region: string,
  period: string,
): Promise<{ id: string } | { detail: string; detail_en: string }> {
  const response = await fetch(`${API}/${dataset}/bulletins`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ region, period }),
  })
  return (await response.json()) as { id: string }
}

/** The address of an edition's file. */
export function bulletinUrl(dataset: string, id: string, ending: 'html' | 'pdf' | 'docx'): string {
  return `${API}/${dataset}/bulletins/${id}.${ending}`
}
