import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { App, Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { DeclaredTables } from '../../infra/declared-tables.ts'
import { startMoto } from '../aws/moto.ts'
import { startGlue } from './glue.ts'
import { startTrino } from './trino.ts'

export const BUCKET = 'tonglu-engines'

/** What Glue is told, as the deployed template has it. */
function declared(): { databases: object[]; tables: { DatabaseName: string; TableInput: object }[] } {
  const stack = new Stack(new App({ outdir: mkdtempSync(join(tmpdir(), 'tonglu-cdk-')) }), 'Declared')
  new DeclaredTables(stack, 'DeclaredTables', { bucketName: BUCKET })
  const template = Template.fromStack(stack)
  const properties = (type: string) => Object.values(template.findResources(type)).map(({ Properties }) => Properties as never)
  return {
    databases: properties('AWS::Glue::Database').map(({ DatabaseInput }) => DatabaseInput),
    tables: properties('AWS::Glue::Table').map(({ DatabaseName, TableInput }) => ({ DatabaseName, TableInput })),
  }
}

/** One moto and one Trino for all suites of this folder: the store, the catalogue with the declared tables, and the engine over both. */
export default async function setup(): Promise<() => void> {
  const moto = await startMoto()
  await new S3Client({ forcePathStyle: true }).send(new CreateBucketCommand({ Bucket: BUCKET }))
  const glue = async (operation: string, body: object) => {
    const credential = 'Credential=test/20240101/us-east-1/glue/aws4_request, SignedHeaders=host, Signature=0'
    const headers = {
      'X-Amz-Target': `AWSGlue.${operation}`,
      'Content-Type': 'application/x-amz-json-1.1',
      Authorization: `AWS4-HMAC-SHA256 ${credential}`,
    }
    const answer = await fetch(moto.endpoint, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`${operation}: ${await answer.text()}`)
  }
  const { databases, tables } = declared()
  for (const DatabaseInput of databases) await glue('CreateDatabase', { DatabaseInput })
  for (const table of tables) await glue('CreateTable', table)
  const catalogue = await startGlue(moto.endpoint)
  const trino = await startTrino({ s3: moto.endpoint, glue: catalogue.endpoint })
  Object.assign(process.env, { STORE_URL: `s3://${BUCKET}`, TRINO_URL: trino.url })
  return () => {
    trino.stop()
    catalogue.stop()
    moto.stop()
  }
}
