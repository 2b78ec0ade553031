import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { readSetting } from '../settings/read-setting.ts'

/** How long an address is valid, in seconds. */
const VALID_SECONDS = 15 * 60

/**
 * The landing on AWS: an S3 bucket of its own. An address is a presigned PUT of exactly one key and length that can only create: the
 * signed headers must be sent, and S3 refuses any others.
 */
export function s3Landing(bucket: string, config: S3ClientConfig = {}) {
  // The body is not known when an address is signed: the SDK would sign the checksum of an empty body, and S3 would refuse any other.
  const client = new S3Client({
    forcePathStyle: readSetting('AWS_ENDPOINT_URL') !== undefined,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    ...config,
  })
  return {
    async address(name: string, bytes: number) {
      const command = new PutObjectCommand({ Bucket: bucket, Key: name, ContentLength: bytes, IfNoneMatch: '*' })
      const url = await getSignedUrl(client, command, {
        expiresIn: VALID_SECONDS,
        signableHeaders: new Set(['host', 'content-length', 'if-none-match']),
        unhoistableHeaders: new Set(['if-none-match']),
      })
      return {
        method: 'PUT' as const,
        url,
        headers: { 'if-none-match': '*' },
        expires_at: new Date(Date.now() + VALID_SECONDS * 1000).toISOString(),
      }
    },
    async body(name: string) {
      try {
        const { ContentLength } = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: name }))
        return {
          size: ContentLength!,
          async *chunks(): AsyncGenerator<Uint8Array> {
            const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: name }))
            yield* Body as unknown as AsyncIterable<Uint8Array>
          },
        }
      } catch (error) {
        if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return undefined
        throw error
      }
    },
    async *list() {
      let token: string | undefined
      do {
        const page = await client.send(new ListObjectsV2Command({ Bucket: bucket, ...(token && { ContinuationToken: token }) }))
        for (const object of page.Contents ?? []) yield { name: object.Key!, landedAt: object.LastModified!.getTime() }
        token = page.NextContinuationToken
      } while (token)
    },
    async remove(name: string) {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: name }))
    },
  }
}
