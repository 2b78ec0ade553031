import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { s3Landing } from '../adapters/s3-landing.ts'
import { readEngines } from '../adapters/engines.ts'
import { readPrices } from '../adapters/prices.ts'
import { openStore } from '../adapters/s3-store.ts'
import type { House } from '../api/house.ts'
import { readKeyRing } from '../intake/keys.ts'

function needed(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`environment variable ${name} is not set`)
  return value
}

/** DuckDB's share of the function's memory: the rest is for what it does not count (reliability-anchors D05; 0.9 of 1.2 GB was seen beside it). */
function duckDbMemory(): string {
  return `${Math.floor(Number(process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? 2048) * 0.5)}MB`
}

let opened: Promise<House> | undefined

async function open(withKey: boolean): Promise<House> {
  const storeUrl = needed('STORE_URL')
  const house: House = {
    store: await openStore(storeUrl),
    limits: { memory: duckDbMemory(), threads: 2 },
    engines: readEngines(storeUrl),
    prices: readPrices(),
    makesDatasets: false,
    now: () => new Date(),
  }
  if (!withKey) return house
  const secret = await new SecretsManagerClient().send(new GetSecretValueCommand({ SecretId: needed('PSEUDONYM_SECRET_ARN') }))
  const landing = s3Landing(needed('LANDING_BUCKET'))
  return { ...house, landing, keys: readKeyRing('secret PSEUDONYM_SECRET_ARN', secret.SecretString ?? '') }
}

/** The house of a function, opened once per instance. Only the function that takes events in asks for the key. */
export function lambdaHouse(withKey = false): Promise<House> {
  opened ??= open(withKey)
  opened.catch(() => (opened = undefined))
  return opened
}
