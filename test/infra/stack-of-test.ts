import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { type FunctionName, bundles } from '../../infra/bundles.ts'
import { CampaignStack, type CampaignStackProps } from '../../infra/campaign-stack.ts'

/** The stack in a region, with an empty bundle for each function. */
export function stackIn(region: string, more: Partial<CampaignStackProps> = {}): { app: App; stack: CampaignStack } {
  const folder = mkdtempSync(join(tmpdir(), 'tonglu-code-'))
  writeFileSync(join(folder, 'index.mjs'), '')
  const code = Object.fromEntries(Object.keys(bundles).map((name) => [name, folder])) as Record<FunctionName, string>
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'tonglu-cdk-')) })
  const stack = new CampaignStack(app, 'Test', {
    env: { region },
    code,
    issuer: 'https://issuer.example',
    audience: 'tonglu',
    ...more,
  })
  return { app, stack }
}
