import { App } from 'aws-cdk-lib'
import cdk from '../cdk.json' with { type: 'json' }
import { type FunctionName, bundle, bundles } from './bundles.ts'
import { CampaignStack } from './campaign-stack.ts'
import { buildSite } from '../functions/local/build-site.ts'

const app = new App({ outdir: 'cdk.out', context: cdk.context })
const issuer = String(app.node.getContext('issuer'))
const audience = String(app.node.getContext('audience'))

buildSite((text) => console.error(text))
const code = {} as Record<FunctionName, string>
for (const name of Object.keys(bundles) as FunctionName[]) code[name] = await bundle(name)

/** Two partitions, one stack: nothing in it is to be had in one of them only. */
new CampaignStack(app, 'TongluGlobal', { env: { region: 'ap-southeast-1' }, code, issuer, audience })
new CampaignStack(app, 'TongluChina', { env: { region: 'cn-north-1' }, code, issuer, audience })

app.synth()
