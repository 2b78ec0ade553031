import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createDispatcher } from '../http/dispatcher.ts'
import { bulletinOperations } from '../http/operations/bulletins.ts'
import type { HttpResponse } from '../http/message.ts'
import { openLocalContext } from '../local/context.ts'

/** `npm run bulletin -- DATASET --region CODE --period YYYY-MM --out DIR`: compiles an edition and writes its four files. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { region: { type: 'string' }, period: { type: 'string' }, out: { type: 'string' } },
})
const [name] = positionals
if (!name || !values.region || !values.period || !values.out) {
  console.error('usage: npm run bulletin -- DATASET --region CODE --period YYYY-MM --out DIR')
  process.exit(2)
}
const { context } = await openLocalContext()
const dispatch = createDispatcher(bulletinOperations)

async function call(method: string, path: string, body = ''): Promise<HttpResponse> {
  const reply = await dispatch(context, { method, path, query: new URLSearchParams(), headers: {}, body: Buffer.from(body) }, console.error)
  if (reply.status >= 400) {
    console.error(String(reply.body))
    process.exit(1)
  }
  return reply
}

const made = await call('POST', `/api/v1/${name}/bulletins`, JSON.stringify({ region: values.region, period: values.period }))
const { id } = JSON.parse(String(made.body)) as { id: string }
await mkdir(values.out, { recursive: true })
for (const ending of ['html', 'pdf', 'docx', 'json']) {
  const path = join(values.out, `${id}.${ending}`)
  await writeFile(path, (await call('GET', `/api/v1/${name}/bulletins/${id}.${ending}`)).body)
  console.log(path)
}
process.exit(0)
