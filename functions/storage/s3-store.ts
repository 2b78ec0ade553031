import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { WrongSetting, readSetting } from '../settings/read-setting.ts'
import { type Listed, type Store, StoreUnavailable, type Tagged } from './store.ts'

function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined
}

/** S3's responses to a conditional write that mean "the key has another object, or the pointer another tag". */
function isRefused(error: unknown): boolean {
  const status = statusOf(error)
  return status === 412 || (status === 404 && error instanceof S3ServiceException && error.name === 'NoSuchKey')
}

/** 409 means that nothing was written because of a concurrent write; after 5xx or no status the outcome is unknown. */
function isRetryable(error: unknown): boolean {
  const status = statusOf(error)
  return status === undefined || status === 409 || status === 429 || status >= 500
}

const TRIES = 5

/** Runs an S3 operation, and repeats it with growing, random waits while its outcome is unknown. Throws StoreUnavailable in the end. */
async function retry<T>(bucket: string, operation: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await operation()
    } catch (error) {
      if (!isRetryable(error)) throw error
      if (attempt === TRIES) throw new StoreUnavailable(`bucket ${bucket}: ${(error as Error).message}`, { cause: error })
      await new Promise((resolve) => setTimeout(resolve, 50 * 2 ** attempt * (0.5 + Math.random())))
    }
  }
}

/**
 * A store in an S3 bucket, under a key prefix. The SDK honours `AWS_ENDPOINT_URL` and the other AWS variables.
 * If the response to a create is lost, the retry decides: 412 then means that the object exists, and since files are named by their
 * content and commits carry their `commit_id`, the caller can find out whose it is (steps C3a and C3b of
 * functions/event-log/PROTOCOL.md).
 */
export function s3Store(bucket: string, prefix: string, client: S3Client): Store {
  const objectOf = (key: string) => ({ Bucket: bucket, Key: prefix + key })

  function read(key: string): Promise<Tagged | undefined> {
    return retry(bucket, async () => {
      try {
        const response = await client.send(new GetObjectCommand(objectOf(key)))
        return { body: await response.Body!.transformToByteArray(), tag: response.ETag! }
      } catch (error) {
        if (statusOf(error) === 404) return undefined
        throw error
      }
    })
  }

  function put(key: string, body: Uint8Array, condition: { IfNoneMatch: '*' } | { IfMatch: string }): Promise<boolean> {
    return retry(bucket, async () => {
      try {
        await client.send(new PutObjectCommand({ ...objectOf(key), Body: body, ChecksumAlgorithm: 'SHA256', ...condition }))
        return true
      } catch (error) {
        if (isRefused(error)) return false
        throw error
      }
    })
  }

  async function* list(more: string, after?: string): AsyncGenerator<Listed> {
    const query = { Bucket: bucket, Prefix: prefix + more, ...(after !== undefined && { StartAfter: prefix + after }) }
    let token: string | undefined
    do {
      const page = await retry(bucket, () =>
        client.send(new ListObjectsV2Command({ ...query, ...(token && { ContinuationToken: token }) })),
      )
      for (const object of page.Contents ?? []) yield { key: object.Key!.slice(prefix.length), writtenAt: object.LastModified!.getTime() }
      token = page.NextContinuationToken
    } while (token)
  }

  return {
    get: async (key) => (await read(key))?.body,
    putIfAbsent: (key, body) => put(key, body, { IfNoneMatch: '*' }),
    read,
    swap: (key, body, tag) => put(key, body, tag === undefined ? { IfNoneMatch: '*' } : { IfMatch: tag }),
    list,
    async remove(key) {
      await retry(bucket, () => client.send(new DeleteObjectCommand(objectOf(key))))
    },
  }
}

/** Opens a store by its URL: `file:` and a folder, or `s3://bucket/prefix`. Throws for any other. */
export async function openStore(url: string): Promise<Store> {
  if (url.startsWith('file:')) {
    const { closeToOthers, fileStore } = await import('./file-store.ts')
    const folder = url.slice('file:'.length)
    await closeToOthers(folder)
    return fileStore(folder)
  }
  const match = /^s3:\/\/([^/]+)\/?(.*)$/.exec(url)
  if (!match) throw new WrongSetting('STORE_URL', `: expected file:FOLDER or s3://BUCKET/PREFIX, got ${url}`)
  const prefix = match[2] === '' || match[2]!.endsWith('/') ? match[2]! : `${match[2]}/`
  return s3Store(match[1]!, prefix, new S3Client({ forcePathStyle: readSetting('AWS_ENDPOINT_URL') !== undefined }))
}
