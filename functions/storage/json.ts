/** Parses JSON bytes (UTF-8). The caller vouches for the type. */
export function fromJson<T>(body: Uint8Array): T {
  return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8')) as T
}
