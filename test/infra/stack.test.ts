import { Template } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { METRICS } from '../../functions/observability/metrics.ts'
import { stackIn } from './stack-of-test.ts'

interface Resource {
  Type: string
  Properties: Record<string, never>
}

function synthesise(region: string): { template: string; resources: [string, Resource][] } {
  const template = Template.fromStack(stackIn(region).stack).toJSON() as { Resources: Record<string, Resource> }
  return { template: JSON.stringify(template), resources: Object.entries(template.Resources) }
}

describe.each(['ap-southeast-1', 'cn-north-1'])('the stack in %s', (region) => {
  const { template, resources } = synthesise(region)
  const all = (type: string) => resources.filter(([, resource]) => resource.Type === type)
  const properties = (type: string) => all(type).map(([name, resource]) => [name, resource.Properties as Record<string, unknown>] as const)

  it('has five functions, each with a time limit, a log of its own and a queue of failed events', () => {
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
  })
  it('has two alarms on each function, one on the state machine and one on late releases, and all of them call', () => {
    const alarms = properties('AWS::CloudWatch::Alarm')
    expect(alarms).toHaveLength(12)
    const [[topic]] = all('AWS::SNS::Topic') as [[string, Resource]]
    for (const [name, one] of alarms) expect([name, one.AlarmActions]).toEqual([name, [{ Ref: topic }]])
    const measured = alarms.flatMap(([, one]) => (one.Namespace === 'Tonglu' ? [one] : []))
    expect(measured).toHaveLength(6)
    for (const { MetricName, Dimensions } of measured) {
      expect(Object.keys(METRICS)).toContain(MetricName)
      expect(Dimensions).toEqual([{ Name: 'service', Value: expect.stringMatching(/^[a-z]+-[a-z]+$/) as string }])
    }
  })
  it('calls through a topic that is encrypted with a key that rotates, and that takes messages over TLS and from its alarms only', () => {
    const [[, topic]] = properties('AWS::SNS::Topic') as [[string, Record<string, unknown>]]
    const [[, key]] = properties('AWS::KMS::Key') as [[string, Record<string, unknown>]]
    expect([topic.KmsMasterKeyId !== undefined, key.EnableKeyRotation]).toEqual([true, true])
    const [[, policy]] = properties('AWS::SNS::TopicPolicy') as [
      [string, { PolicyDocument: { Statement: { Effect: string; Principal: unknown; Condition: unknown }[] } }],
    ]
    const { Statement } = policy.PolicyDocument
    expect(Statement.filter(({ Effect }) => Effect === 'Deny')[0]!.Condition).toEqual({ Bool: { 'aws:SecureTransport': 'false' } })
    expect(Statement.filter(({ Effect }) => Effect === 'Allow').map(({ Principal }) => Principal)).toEqual([
      { Service: 'cloudwatch.amazonaws.com' },
    ])
    expect(all('AWS::SNS::Subscription')).toEqual([])
  })
  it('lets each function write its own log and no other', () => {
    expect(template).not.toContain('AWSLambdaBasicExecutionRole')
    const writing = statements.filter(({ actions }) => actions.includes('logs:PutLogEvents'))
    expect(new Set(writing.map(({ Resource }) => JSON.stringify(Resource))).size).toBe(5)
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
  it('grants no wildcard action and no right on every resource', () => {
    expect(statements.flatMap(({ actions }) => actions).filter((action) => action.includes('*'))).toEqual([])
    expect(statements.filter((statement) => statement.Resource === '*')).toEqual([])
  })
  it('lets no function remove the log or a manifest: garbage collection removes what may become garbage, an erasure what it writes anew', () => {
    const removing = statements.filter(({ actions }) => actions.some((action) => action.startsWith('s3:Delete')))
    const folders = removing.flatMap(({ Resource }) =>
      [...JSON.stringify(Resource).matchAll(/data\/\*\/([a-z]+)/g)].map(([, folder]) => folder),
    )
    expect(folders.sort()).toEqual([
      'asked',
      'bulletins',
      'checkpoints',
      'clock',
      'files',
      'kept',
      'pages',
      'pieces',
      'receipts',
      'scans',
      'snapshots',
      'tables',
      'uploads',
    ])
    expect(removing.filter(({ Resource }) => !JSON.stringify(Resource).includes('data/*/'))).toHaveLength(1)
  })
  it('keeps landed uploads for a day, and lets only the function that ingests events touch them (A16)', () => {
    const [name, landing] = properties('AWS::S3::Bucket').find(([, one]) => one.CorsConfiguration !== undefined)!
    expect(JSON.stringify(landing.LifecycleConfiguration)).toContain('"ExpirationInDays":1')
    const users = all('AWS::IAM::Policy').filter(([, one]) => JSON.stringify(one).includes(name))
    expect(users.map(([user]) => user.includes('IngestEvents'))).toEqual([true])
  })
  it('lets only the function that ingests events read the pseudonym key', () => {
    const readers = all('AWS::IAM::Policy')
      .filter(([, one]) => JSON.stringify(one).includes('secretsmanager:GetSecretValue'))
      .map(([name]) => name)
    expect(readers).toHaveLength(1)
    expect(readers[0]).toContain('IngestEvents')
  })
  it('lets only the function that builds releases use the remote engine, in schemas of its own', () => {
    const users = all('AWS::IAM::Policy').filter(([, one]) => /"(athena|glue):/.test(JSON.stringify(one)))
    expect(users.map(([name]) => name.replace(/(Role|Function).*/, ''))).toEqual(['BuildReleases'])
    const making = statements.filter(({ actions }) => actions.some((action) => /^glue:(Create|Delete)/.test(action)))
    expect(making).toHaveLength(1)
    expect(JSON.stringify(making[0]!.Resource).match(/(database|table)\/[a-z_*/]+/g)).toEqual(['database/tonglu_*', 'table/tonglu_*/*'])
  })
  it('declares the tables so that a query without a dataset and a snapshot reads nothing (D15, D16)', () => {
    for (const [, one] of properties('AWS::Glue::Table')) {
      const { Parameters, PartitionKeys } = one.TableInput as unknown as {
        Parameters: Record<string, unknown>
        PartitionKeys: { Name: string }[]
      }
      expect(PartitionKeys.map(({ Name }) => Parameters[`projection.${Name}.type`])).toEqual(['injected', 'injected'])
    }
  })
  it('lets no statement of the remote engine read more than a set number of bytes (D15)', () => {
    const [[, group]] = properties('AWS::Athena::WorkGroup') as [[string, { WorkGroupConfiguration: Record<string, unknown> }]]
    expect(group.WorkGroupConfiguration).toMatchObject({ BytesScannedCutoffPerQuery: 1e12, EnforceWorkGroupConfiguration: true })
  })
  it('lets the function that answers requests write nothing', () => {
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
  it('builds releases every five minutes, sweeps every 15, verifies every day, maintains every hour and compiles bulletins every month', () => {
    expect(
      properties('AWS::Events::Rule')
        .flatMap(([, one]) => one.ScheduleExpression ?? [])
        .sort(),
    ).toEqual(['cron(0 1 3 * ? *)', 'rate(1 day)', 'rate(1 hour)', 'rate(15 minutes)', 'rate(5 minutes)'])
  })
  it('counts the partitions of a dataset in parallel before it releases it, and lets no dataset hold up the others', () => {
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
    expect([inner.StartAt, inner.States.PlanPartitions!.Next, inner.States.EachPartition!.Next]).toEqual([
      'PlanPartitions',
      'EachPartition',
      'Release',
    ])
    expect(['PlanPartitions', 'EachPartition', 'Release'].map((name) => inner.States[name]!.Catch?.[0]?.Next)).toEqual([
      'ReleaseUnchanged',
      'Release',
      'ReleaseUnchanged',
    ])
    const { CountPartition } = inner.States.EachPartition!.ItemProcessor!.States
    expect(CountPartition!.Parameters).toEqual({ step: 'count', 'dataset.$': '$.dataset', 'upTo.$': '$.upTo', 'piece.$': '$.piece' })
    expect(inner.States.Release!.Parameters).toEqual({ step: 'release', 'dataset.$': '$.dataset', 'upTo.$': '$.shared.upTo' })
  })
  it('names no AWS partition and uses no service that China lacks (G01)', () => {
    expect(template).not.toMatch(/arn:aws:|arn:aws-cn:/)
    const types = resources.map(([, resource]) => resource.Type)
    expect(types.filter((type) => /Cognito|CloudFront|Scheduler::|XRay|Lambda::Url/.test(type))).toEqual([])
  })
})

describe('an address for alarms', () => {
  it('is subscribed to the topic', () => {
    const template = Template.fromStack(stackIn('cn-north-1', { alarmEmail: 'on-call@union.example' }).stack)
    template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'on-call@union.example' })
  })
})
