import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { CampaignStack } from '../../infra/campaign-stack.ts'

interface Resource {
  Type: string
  Properties: Record<string, never>
}

function synthesise(region: string): { template: string; resources: [string, Resource][] } {
  const folder = mkdtempSync(join(tmpdir(), 'tonglu-code-'))
  writeFileSync(join(folder, 'index.mjs'), '')
  const names = ['ingest-events', 'answer-requests', 'build-releases', 'publish-bulletins', 'maintain-datasets'] as const
  const code = Object.fromEntries(names.map((name) => [name, folder])) as Record<(typeof names)[number], string>
  const stack = new CampaignStack(new App({ outdir: mkdtempSync(join(tmpdir(), 'tonglu-cdk-')) }), 'Test', {
    env: { region },
    code,
    issuer: 'https://issuer.example',
    audience: 'tonglu',
  })
  const template = Template.fromStack(stack).toJSON() as { Resources: Record<string, Resource> }
  return { template: JSON.stringify(template), resources: Object.entries(template.Resources) }
}

describe.each(['ap-southeast-1', 'cn-north-1'])('the stack in %s', (region) => {
  const { template, resources } = synthesise(region)
  const all = (type: string) => resources.filter(([, resource]) => resource.Type === type)
  const properties = (type: string) => all(type).map(([name, resource]) => [name, resource.Properties as Record<string, unknown>] as const)

  it('has five functions, each with a time limit, its own log and a queue for what failed', () => {
    const functions = properties('AWS::Lambda::Function')
    expect(functions).toHaveLength(5)
    for (const [name, one] of functions) {
      expect([name, one.Runtime, typeof one.Timeout, one.DeadLetterConfig !== undefined, one.LoggingConfig !== undefined]).toEqual([
        name,
        'nodejs24.x',
        'number',
        true,
        true,
      ])
    }
    expect(properties('AWS::Logs::LogGroup').every(([, one]) => Number(one.RetentionInDays) > 0)).toBe(true)
    expect(all('AWS::CloudWatch::Alarm')).toHaveLength(5)
  })
  it('blocks public access to every bucket, encrypts it and keeps it', () => {
    for (const [name, resource] of all('AWS::S3::Bucket')) {
      const one = resource.Properties as Record<string, Record<string, unknown>>
      expect([name, Object.values(one.PublicAccessBlockConfiguration!)]).toEqual([name, [true, true, true, true]])
      expect(one.BucketEncryption).toBeDefined()
      expect(JSON.stringify(one.LifecycleConfiguration)).toContain('AbortIncompleteMultipartUpload')
      expect((resource as unknown as { DeletionPolicy: string }).DeletionPolicy).toBe('Retain')
    }
  })
  const statements = all('AWS::IAM::Policy').flatMap(([, one]) =>
    (
      one.Properties as unknown as { PolicyDocument: { Statement: { Action: string | string[]; Resource: unknown }[] } }
    ).PolicyDocument.Statement.map((statement) => ({ ...statement, actions: [statement.Action].flat() })),
  )
  it('lets nobody do everything', () => {
    expect(statements.flatMap(({ actions }) => actions).filter((action) => action.includes('*'))).toEqual([])
    expect(statements.filter((statement) => statement.Resource === '*')).toEqual([])
  })
  it('lets nobody remove the log, a release or what it shows: only the collection removes, and only what may become garbage', () => {
    const removing = statements.filter(({ actions }) => actions.some((action) => action.startsWith('s3:Delete')))
    const folders = removing.flatMap(({ Resource }) =>
      [...JSON.stringify(Resource).matchAll(/data\/\*\/([a-z]+)/g)].map(([, folder]) => folder),
    )
    expect(folders.sort()).toEqual(['checkpoints', 'clock', 'files', 'kept', 'pieces', 'receipts', 'snapshots'])
    expect(removing.filter(({ Resource }) => !JSON.stringify(Resource).includes('data/*/'))).toHaveLength(1)
  })
  it('lets what lands live for a day, and only the function that takes events in touch it (A16)', () => {
    const [name, landing] = properties('AWS::S3::Bucket').find(([, one]) => one.CorsConfiguration !== undefined)!
    expect(JSON.stringify(landing.LifecycleConfiguration)).toContain('"ExpirationInDays":1')
    const users = all('AWS::IAM::Policy').filter(([, one]) => JSON.stringify(one).includes(name))
    expect(users.map(([user]) => user.includes('ReceiveEvents'))).toEqual([true])
  })
  it('lets only the function that takes events in read the pseudonym key', () => {
    const readers = all('AWS::IAM::Policy')
      .filter(([, one]) => JSON.stringify(one).includes('secretsmanager:GetSecretValue'))
      .map(([name]) => name)
    expect(readers).toHaveLength(1)
    expect(readers[0]).toContain('ReceiveEvents')
  })
  it('lets only the function that counts use the engine elsewhere, in schemas of its own', () => {
    const users = all('AWS::IAM::Policy').filter(([, one]) => /"(athena|glue):/.test(JSON.stringify(one)))
    expect(users.map(([name]) => name.replace(/Function.*/, ''))).toEqual(['RefreshReleases'])
    const making = statements.filter(({ actions }) => actions.some((action) => /^glue:(Create|Delete)/.test(action)))
    expect(making).toHaveLength(1)
    expect(JSON.stringify(making[0]!.Resource).match(/(database|table)\/[a-z_*/]+/g)).toEqual(['database/tonglu_*', 'table/tonglu_*/*'])
  })
  it('declares the tables so that nothing is read without a dataset and a snapshot', () => {
    for (const [, one] of properties('AWS::Glue::Table')) {
      const { Parameters, PartitionKeys } = one.TableInput as unknown as {
        Parameters: Record<string, unknown>
        PartitionKeys: { Name: string }[]
      }
      expect(PartitionKeys.map(({ Name }) => Parameters[`projection.${Name}.type`])).toEqual(['injected', 'injected'])
    }
  })
  it('lets the function that answers write nothing', () => {
    const writers = all('AWS::IAM::Policy')
      .filter(([, one]) => JSON.stringify(one).includes('s3:PutObject'))
      .map(([name]) => name)
    expect(writers.some((name) => name.includes('AnswerRequests'))).toBe(false)
    expect(writers).toHaveLength(4)
  })
  it('asks for a token on every route of the API, and for none on pages', () => {
    for (const [, one] of properties('AWS::ApiGatewayV2::Route')) {
      expect([one.RouteKey, one.AuthorizationType]).toEqual([one.RouteKey, String(one.RouteKey).includes('/api/') ? 'JWT' : 'NONE'])
    }
  })
  it('refreshes every five minutes, sweeps, tends every hour and compiles every month', () => {
    expect(
      properties('AWS::Events::Rule')
        .flatMap(([, one]) => one.ScheduleExpression ?? [])
        .sort(),
    ).toEqual(['cron(0 1 3 * ? *)', 'rate(1 hour)', 'rate(15 minutes)', 'rate(5 minutes)'])
  })
  it('counts the pieces of a dataset side by side before it releases it, and lets no dataset hold up the others', () => {
    const [[, machine]] = properties('AWS::StepFunctions::StateMachine') as [
      [string, { DefinitionString: { 'Fn::Join': [string, unknown[]] } }],
    ]
    const text = machine.DefinitionString['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : 'arn')).join('')
    interface State {
      Next?: string
      Catch?: { Next: string }[]
      Parameters?: Record<string, unknown>
      ItemProcessor?: { StartAt: string; States: Record<string, State> }
    }
    const { States } = JSON.parse(text) as { States: Record<string, State> }
    const inner = States.EachDataset!.ItemProcessor!
    expect([inner.StartAt, inner.States.Share!.Next, inner.States.EachPiece!.Next]).toEqual(['Share', 'EachPiece', 'Release'])
    expect(['Share', 'EachPiece', 'Release'].map((name) => inner.States[name]!.Catch?.[0]?.Next)).toEqual([
      'LeftAsItIs',
      'Release',
      'LeftAsItIs',
    ])
    const { CountPiece } = inner.States.EachPiece!.ItemProcessor!.States
    expect(CountPiece!.Parameters).toEqual({ step: 'count', 'dataset.$': '$.dataset', 'upTo.$': '$.upTo', 'piece.$': '$.piece' })
    expect(inner.States.Release!.Parameters).toEqual({ step: 'release', 'dataset.$': '$.dataset', 'upTo.$': '$.shared.upTo' })
  })
  it('names no partition and nothing that China has not', () => {
    expect(template).not.toMatch(/arn:aws:|arn:aws-cn:/)
    const types = resources.map(([, resource]) => resource.Type)
    expect(types.filter((type) => /Cognito|CloudFront|Scheduler::|XRay|Lambda::Url/.test(type))).toEqual([])
  })
})
