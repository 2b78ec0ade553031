import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Command } from 'commander'
import type { Bulletin } from '../bulletins/model.ts'
import type { AppContext } from '../http/context.ts'
import type { HttpResponse } from '../http/message.ts'
import { createDispatcher } from '../http/dispatcher.ts'
import { bulletinOperations } from '../http/operations/bulletins.ts'
import { openLocalContext } from '../local/context.ts'
import { printFailure } from '../observability/console.ts'
import { exitWith } from './exit-with.ts'

const dispatch = createDispatcher(bulletinOperations)
const FORMATS = ['html', 'pdf', 'docx', 'json']

interface Options {
  region: string
  period: string
  out: string
  preview: boolean
}

/** Calls the API of bulletins in this process, so that the command checks what a request is checked for. A refusal ends with 1. */
async function call(context: AppContext, method: string, path: string, body = ''): Promise<HttpResponse> {
  const request = { method, path, query: new URLSearchParams(), headers: {}, body: Buffer.from(body) }
  const response = await dispatch(context, request, (error) => printFailure(error))
  if (response.status >= 400) {
    console.error(String(response.body))
    process.exit(1)
  }
  return response
}

/** Writes the four files of a bulletin that is not kept. */
async function writePreview(bulletin: Bulletin, out: string): Promise<number> {
  const { bulletinHtml } = await import('../bulletins/html.ts')
  const { bulletinPdf } = await import('../bulletins/pdf.ts')
  const { bulletinDocx } = await import('../bulletins/docx.ts')
  const bodies = {
    html: bulletinHtml(bulletin),
    pdf: bulletinPdf(bulletin),
    docx: await bulletinDocx(bulletin),
    json: JSON.stringify(bulletin),
  }
  for (const [format, body] of Object.entries(bodies)) {
    const path = join(out, `preview.${format}`)
    await writeFile(path, body)
    console.log(path)
  }
  return 0
}

async function compileBulletin(name: string, { region, period, out, preview }: Options): Promise<number> {
  const { context } = await openLocalContext()
  const compiled = await call(context, 'POST', `/api/v1/${name}/bulletins`, JSON.stringify({ region, period, preview }))
  const bulletin = JSON.parse(String(compiled.body)) as Bulletin
  const { id } = bulletin
  await mkdir(out, { recursive: true })
  if (preview) return writePreview(bulletin, out)
  for (const format of FORMATS) {
    const path = join(out, `${id}.${format}`)
    await writeFile(path, (await call(context, 'GET', `/api/v1/${name}/bulletins/${id}.${format}`)).body)
    console.log(path)
  }
  return 0
}

export const command = new Command()
  .usage('DATASET --region CODE --period YYYY-MM --out DIR')
  .argument('<DATASET>', 'the dataset')
  .requiredOption('--region <CODE>', 'region of the bulletin, 6 digits; 000000 is the nation')
  .requiredOption('--period <YYYY-MM>', 'its month')
  .requiredOption('--out <DIR>', 'folder for the four files, created where it does not exist')
  .option('--preview', 'compiles only: takes no number and keeps nothing', false)
  .addHelpText('after', '\nExamples:\n  npm run bulletin -- published --region 310000 --period 2026-10 --out bulletins')
  .action(exitWith(compileBulletin))
