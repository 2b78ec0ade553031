import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { readPrices } from '../catalogue/price-file.ts'
import type { AppContext } from '../http/context.ts'
import { s3Landing } from '../landing/s3-landing.ts'
import { readKeyRing } from '../pseudonyms/key-ring.ts'
import { engineLimits } from '../settings/engine-limits.ts'
import { readSetting, requireSetting } from '../settings/read-setting.ts'
import { openStore } from '../storage/s3-store.ts'

let opened: Promise<AppContext> | undefined

async function open(withKey: boolean): Promise<AppContext> {
  const context: AppContext = {
    store: await openStore(requireSetting('STORE_URL')),
    limits: engineLimits(),
    prices: readPrices(),
    createsDatasets: false,
    now: () => new Date(),
  }
  if (!withKey) return context
  const secretId = requireSetting('PSEUDONYM_SECRET_ARN')
  const secret = await new SecretsManagerClient().send(new GetSecretValueCommand({ SecretId: secretId }))
  const landing = s3Landing(requireSetting('LANDING_BUCKET'))
  const perHour = { dry_run: readSetting('DRY_RUNS_PER_HOUR'), erasure: readSetting('ERASURES_PER_HOUR') }
  return { ...context, landing, perHour, keys: readKeyRing('secret PSEUDONYM_SECRET_ARN', secret.SecretString ?? '') }
}

/** The context of a function, opened once per instance. Only the function that ingests events asks for the pseudonym keys. */
export function lambdaContext(withKey = false): Promise<AppContext> {
  opened ??= open(withKey)
  opened.catch(() => (opened = undefined))
  return opened
}
