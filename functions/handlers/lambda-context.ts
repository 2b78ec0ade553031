import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { s3Landing } from '../landing/s3-landing.ts'
import { readPrices } from '../settings/prices.ts'
import { openStore } from '../storage/s3-store.ts'
import type { AppContext } from '../http/context.ts'
import { readKeyRing } from '../pseudonyms/key-ring.ts'

function needed(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`environment variable ${name} is not set`)
  return value
}

/** DuckDB's share of the function's memory: the rest is for what it does not count (reliability-anchors D05; 0.9 of 1.2 GB was seen beside it). */
function duckDbMemory(): string {
  return `${Math.floor(Number(process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? 2048) * 0.5)}MB`
}

let opened: Promise<AppContext> | undefined

async function open(withKey: boolean): Promise<AppContext> {
  const storeUrl = needed('STORE_URL')
  const context: AppContext = {
    store: await openStore(storeUrl),
    limits: { memory: duckDbMemory(), threads: 2 },
    prices: readPrices(),
    makesDatasets: false,
    now: () => new Date(),
  }
  if (!withKey) return context
  const secret = await new SecretsManagerClient().send(new GetSecretValueCommand({ SecretId: needed('PSEUDONYM_SECRET_ARN') }))
  const landing = s3Landing(needed('LANDING_BUCKET'))
  return { ...context, landing, keys: readKeyRing('secret PSEUDONYM_SECRET_ARN', secret.SecretString ?? '') }
}

/** The house of a function, opened once per instance. Only the function that takes events in asks for the key. */
export function lambdaContext(withKey = false): Promise<AppContext> {
  opened ??= open(withKey)
  opened.catch(() => (opened = undefined))
  return opened
}
