import { S3Client, S3ServiceException } from '@aws-sdk/client-s3'
import { describe, expect, it, vi } from 'vitest'
import { s3Store } from '../../functions/storage/s3-store.ts'
import { s3Landing } from '../../functions/landing/s3-landing.ts'
import { StoreUnavailable } from '../../functions/storage/store.ts'

/** An answer of S3 with this status, as its client throws it. */
function answered(status: number, name = 'Error'): S3ServiceException {
  return new S3ServiceException({ name, message: name, $fault: 'server', $metadata: { httpStatusCode: status } })
}

/** A client that answers in this order, and the moments at which it was asked. */
function answering(...answers: (S3ServiceException | object)[]): { client: S3Client; asked: number[] } {
  const asked: number[] = []
  const send = () => {
    asked.push(performance.now())
    const next = answers.shift() ?? {}
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next)
  }
  return { client: { send } as unknown as S3Client, asked }
}

const put = (client: S3Client) => s3Store('bucket', '', client).putIfAbsent('a', Buffer.from('x'))

describe('an address on S3', () => {
  it('names one key of one bucket for a quarter of an hour, and no checksum of bytes that nobody has seen yet (E06)', async () => {
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
    const landing = s3Landing('landing', { region: 'cn-north-1', credentials })
    const { url, headers } = await landing.address('live/1', 5)
    const { host, pathname, searchParams } = new URL(url)
    expect([host, pathname]).toEqual(['landing.s3.cn-north-1.amazonaws.com.cn', '/live/1'])
    expect([searchParams.get('X-Amz-Expires'), searchParams.get('X-Amz-SignedHeaders')]).toEqual([
      '900',
      'content-length;host;if-none-match',
    ])
    // The SDK would sign the CRC of an empty body, and S3 refuse every other.
    expect([...searchParams.keys()].filter((key) => key.includes('checksum'))).toEqual([])
    expect(headers).toEqual({ 'if-none-match': '*' })
  })
})

describe('the store on S3', () => {
  it.each([500, 503, 429])('asks again after %i, each time later and never at a fixed beat (A01)', async (status) => {
    // What it asks the clock for, not what a busy machine makes of it.
    vi.spyOn(Math, 'random').mockReturnValue(0)
    const timer = vi.spyOn(globalThis, 'setTimeout')
    const { client, asked } = answering(answered(status), answered(status), answered(status))
    expect(await put(client)).toBe(true)
    expect(asked).toHaveLength(4)
    const waits = timer.mock.calls.map(([, wait]) => wait!)
    expect(waits).toHaveLength(3)
    expect(waits[1]! > waits[0]! && waits[2]! > waits[1]!).toBe(true)
    vi.restoreAllMocks()
  })
  it('gives up in the end, and says that the store is not available (A01)', async () => {
    const { client, asked } = answering(...Array.from({ length: 9 }, () => answered(503)))
    await expect(put(client)).rejects.toThrow(StoreUnavailable)
    expect(asked).toHaveLength(5)
  })
  it('takes 409 for nothing landed and asks again, and 412 for somebody else (A04)', async () => {
    const again = answering(answered(409, 'ConditionalRequestConflict'))
    expect(await put(again.client)).toBe(true)
    expect(again.asked).toHaveLength(2)
    const refused = answering(answered(412, 'PreconditionFailed'))
    expect(await put(refused.client)).toBe(false)
    expect(refused.asked).toHaveLength(1)
  })
  it('takes 403 for what it is, at once (A17)', async () => {
    const { client, asked } = answering(answered(403, 'AccessDenied'))
    await expect(put(client)).rejects.toThrow('AccessDenied')
    expect(asked).toHaveLength(1)
  })
  it('goes through every page of a listing (A13)', async () => {
    const page = (key: string, token?: string) => ({ Contents: [{ Key: key, LastModified: new Date(0) }], NextContinuationToken: token })
    const { client } = answering(page('a', '1'), page('b', '2'), page('c'))
    expect(await Array.fromAsync(s3Store('bucket', '', client).list(''), (listed) => listed.key)).toEqual(['a', 'b', 'c'])
  })
})
