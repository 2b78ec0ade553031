import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * The catalogue of moto, with the operations that it lacks and Trino asks for after each table: statistics of columns, of which
 * there are none. Everything else goes through as it comes.
 */
export async function startGlue(moto: string): Promise<{ endpoint: string; stop(): void }> {
  const server = createServer((request, response) => {
    void (async () => {
      const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>))
      const target = String(request.headers['x-amz-target'])
      if (/ColumnStatistics/.test(target)) {
        response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end('{"ColumnStatisticsList":[],"Errors":[]}')
        return
      }
      const headers = {
        'x-amz-target': target,
        'content-type': 'application/x-amz-json-1.1',
        authorization: request.headers.authorization!,
      }
      const answer = await fetch(moto, { method: 'POST', headers, body })
      response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' }).end(await answer.text())
    })()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop: () => void server.close() }
}
