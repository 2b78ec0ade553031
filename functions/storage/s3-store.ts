import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { WrongSetting, readSetting } from '../settings/read-setting.ts'
import { type Store, StoreUnavailable } from './store.ts'

function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined
}

/** S3's answers to a conditional write that mean "another object or another tag stands there". */
function isRefused(error: unknown): boolean {
  const status = statusOf(error)
  return status === 412 || (status === 404 && error instanceof S3ServiceException && error.name === 'NoSuchKey')
}

/** 409 means that nothing landed because of a concurrent write; 5xx and no status mean that nobody knows. */
function isWorthAnotherTry(error: unknown): boolean {
  const status = statusOf(error)
  return status === undefined || status === 409 || status === 429 || status >= 500
}

const TRIES = 5

/**
 * A store in an S3 bucket below a prefix. `AWS_ENDPOINT_URL` and the other AWS variables are honoured by the SDK.
 * A creation whose answer was lost is settled by the next try: 412 then means that an object stands there, and since
 * files are named by their content and commits carry their `commit_id`, the caller can tell whose it is.
 */
export function s3Store(bucket: string, prefix: string, client: S3Client): Store {
  async function insist<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work()
      } catch (error) {
        if (!isWorthAnotherTry(error)) throw error
        if (attempt === TRIES) throw new StoreUnavailable(`bucket ${bucket}: ${(error as Error).message}`, { cause: error })
        await new Promise((resolve) => setTimeout(resolve, 50 * 2 ** attempt * (0.5 + Math.random())))
      }
    }
  }

  async function read(key: string) {
    return insist(async () => {
      try {
        const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: prefix + key }))
        return { body: await answer.Body!.transformToByteArray(), tag: answer.ETag! }
      } catch (error) {
        if (statusOf(error) === 404) return undefined
        throw error
      }
    })
  }

  async function put(key: string, body: Uint8Array, condition: { IfNoneMatch: '*' } | { IfMatch: string }): Promise<boolean> {
    return insist(async () => {
      try {
        await client.send(
          new PutObjectCommand({ Bucket: bucket, Key: prefix + key, Body: body, ChecksumAlgorithm: 'SHA256', ...condition }),
        )
        return true
      } catch (error) {
        if (isRefused(error)) return false
        throw error
      }
    })
  }

  return {
    async get(key) {
      return (await read(key))?.body
    },
    putIfAbsent: (key, body) => put(key, body, { IfNoneMatch: '*' }),
    read,
    swap: (key, body, tag) => put(key, body, tag === undefined ? { IfNoneMatch: '*' } : { IfMatch: tag }),
    async *list(more, after) {
      let token: string | undefined
      do {
        const page = await insist(() =>
          client.send(
            new ListObjectsV2Command({
              Bucket: bucket,
              Prefix: prefix + more,
              ...(after !== undefined && { StartAfter: prefix + after }),
              ...(token && { ContinuationToken: token }),
            }),
          ),
        )
        for (const object of page.Contents ?? []) yield { key: object.Key!.slice(prefix.length), writtenAt: object.LastModified!.getTime() }
        token = page.NextContinuationToken
      } while (token)
    },
    async remove(key) {
      await insist(() => client.send(new DeleteObjectCommand({ Bucket: bucket, Key: prefix + key })))
    },
  }
}

/** A store from a URL: `file:` and a folder, or `s3://bucket/prefix`. */
export async function openStore(url: string): Promise<Store> {
  if (url.startsWith('file:')) {
    const { fileStore } = await import('./file-store.ts')
    return fileStore(url.slice('file:'.length))
  }
  const match = /^s3:\/\/([^/]+)\/?(.*)$/.exec(url)
  if (!match) throw new WrongSetting('STORE_URL', `: expected file:FOLDER or s3://BUCKET/PREFIX, got ${url}`)
  const prefix = match[2] === '' || match[2]!.endsWith('/') ? match[2]! : `${match[2]}/`
  return s3Store(match[1]!, prefix, new S3Client({ forcePathStyle: readSetting('AWS_ENDPOINT_URL') !== undefined }))
}
