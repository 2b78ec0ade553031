import { App } from 'aws-cdk-lib'
import cdk from '../cdk.json' with { type: 'json' }
import { type FunctionName, bundle, bundles } from './bundles.ts'
import { CampaignStack } from './campaign-stack.ts'

const app = new App({ outdir: 'cdk.out', context: cdk.context })
const issuer = String(app.node.getContext('issuer'))
const audience = String(app.node.getContext('audience'))
/** Where alarms are sent; `cdk deploy -c alarmEmail=ADDRESS`. Without it the topic has no subscription. */
const alarmEmail = app.node.tryGetContext('alarmEmail') as string | undefined

const settings = { issuer, audience, ...(alarmEmail && { alarmEmail }) }
const code = {} as Record<FunctionName, string>
for (const name of Object.keys(bundles) as FunctionName[]) code[name] = await bundle(name)

/** Two AWS partitions, one stack: it uses only what both have. */
new CampaignStack(app, 'TongluGlobal', { env: { region: 'ap-southeast-1' }, code, ...settings })
new CampaignStack(app, 'TongluChina', { env: { region: 'cn-north-1' }, code, ...settings })

app.synth()
