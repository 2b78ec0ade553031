import { S3Client, S3ServiceException } from '@aws-sdk/client-s3'
import { describe, expect, it, vi } from 'vitest'
import { s3Store } from '../../functions/storage/s3-store.ts'
import { s3Landing } from '../../functions/landing/s3-landing.ts'
import { StoreUnavailable } from '../../functions/storage/store.ts'

/** An answer of S3 with this status, as its client throws it. */
function answered(status: number, name = 'Error'): S3ServiceException {
  return new S3ServiceException({ name, message: name, $fault: 'server', $metadata: { httpStatusCode: status } })
}

/** A client with these answers, in this order, and the times at which it was called. */
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

describe('an upload address on S3', () => {
  it('is valid for one key of one bucket and for 15 minutes, and has no checksum of a body that is not known yet (E06)', async () => {
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
    const landing = s3Landing('landing', { region: 'cn-north-1', credentials })
    const { url, headers } = await landing.address('live/1', 5)
    const { host, pathname, searchParams } = new URL(url)
    expect([host, pathname]).toEqual(['landing.s3.cn-north-1.amazonaws.com.cn', '/live/1'])
    expect([searchParams.get('X-Amz-Expires'), searchParams.get('X-Amz-SignedHeaders')]).toEqual([
      '900',
      'content-length;host;if-none-match',
    ])
    // The SDK would sign the CRC of an empty body, and S3 would refuse any other.
    expect([...searchParams.keys()].filter((key) => key.includes('checksum'))).toEqual([])
    expect(headers).toEqual({ 'if-none-match': '*' })
  })
})

describe('a store on S3', () => {
  it.each([500, 503, 429])('retries after %i, each time after a longer wait (A01)', async (status) => {
    // The waits that it asks for are compared, not the real ones, which depend on the machine.
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
  it('gives up in the end with StoreUnavailable (A01)', async () => {
    const { client, asked } = answering(...Array.from({ length: 9 }, () => answered(503)))
    await expect(put(client)).rejects.toThrow(StoreUnavailable)
    expect(asked).toHaveLength(5)
  })
  it('retries after 409, since nothing was written, and reports 412 as another object (A04)', async () => {
    const again = answering(answered(409, 'ConditionalRequestConflict'))
    expect(await put(again.client)).toBe(true)
    expect(again.asked).toHaveLength(2)
    const refused = answering(answered(412, 'PreconditionFailed'))
    expect(await put(refused.client)).toBe(false)
    expect(refused.asked).toHaveLength(1)
  })
  it('fails on 403 without a retry (A17)', async () => {
    const { client, asked } = answering(answered(403, 'AccessDenied'))
    await expect(put(client)).rejects.toThrow('AccessDenied')
    expect(asked).toHaveLength(1)
  })
  it('reads every page of a listing (A13)', async () => {
    const page = (key: string, token?: string) => ({ Contents: [{ Key: key, LastModified: new Date(0) }], NextContinuationToken: token })
    const { client } = answering(page('a', '1'), page('b', '2'), page('c'))
    expect(await Array.fromAsync(s3Store('bucket', '', client).list(''), (listed) => listed.key)).toEqual(['a', 'b', 'c'])
  })
})
