import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets'
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'
import { Api } from './api.ts'
import type { FunctionName } from './bundles.ts'
import { CampaignFunction } from './campaign-function.ts'
import { DeclaredTables } from './declared-tables.ts'
import { ReleaseWorkflow } from './release-workflow.ts'
import { Storage } from './storage.ts'

export interface CampaignStackProps extends StackProps {
  /** Folder of each function's bundle. */
  code: Record<FunctionName, string>
  issuer: string
  audience: string
}

/** The whole campaign on AWS: store, landing place, five functions, a state machine and schedules, one API, an alarm on each function. */
export class CampaignStack extends Stack {
  constructor(scope: Construct, id: string, { code, issuer, audience, ...props }: CampaignStackProps) {
    super(scope, id, props)
    const { bucket, landing, pseudonymKey } = new Storage(this, 'Storage')
    const declared = new DeclaredTables(this, 'DeclaredTables', { bucketName: bucket.bucketName })

    const receive = new CampaignFunction(this, 'ReceiveEvents', {
      code: code['ingest-events'],
      bucket,
      writes: ['log', 'files', 'kept', 'receipts', 'uploads', 'erasures'].map((folder) => `data/*/${folder}/*`),
      memoryMb: 2048,
      // A request is answered within 29 seconds or not at all; an upload that landed may take longer.
      timeout: Duration.minutes(15),
      environment: { PSEUDONYM_SECRET_ARN: pseudonymKey.secretArn, LANDING_BUCKET: landing.bucketName },
    })
    pseudonymKey.grantRead(receive.lambda)
    receive.lambda.addToRolePolicy(
      new PolicyStatement({ effect: Effect.ALLOW, actions: ['s3:ListBucket'], resources: [landing.bucketArn] }),
    )
    receive.lambda.addToRolePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
        resources: [landing.arnForObjects('*')],
      }),
    )

    const answer = new CampaignFunction(this, 'AnswerRequests', {
      code: code['answer-requests'],
      bucket,
      writes: [],
      memoryMb: 2048,
      timeout: Duration.seconds(29),
      environment: { SITE_DIR: 'site', LANDING_ORIGIN: `https://${landing.bucketRegionalDomainName}` },
    })

    const refresh = new CampaignFunction(this, 'RefreshReleases', {
      code: code['build-releases'],
      bucket,
      writes: [
        ...['tables/*', 'pages/*', 'pieces/*', 'snapshots/*', 'releases/*', 'current.json'].map((key) => `data/*/${key}`),
        'athena/*',
      ],
      memoryMb: 2048,
      timeout: Duration.minutes(15),
      // What is counted lies there while it is counted.
      diskGb: 10,
      environment: { QUERIES_DIR: 'queries', ENGINE: 'auto', ATHENA_WORKGROUP: declared.workgroup, DECLARED_SCHEMA: DeclaredTables.SCHEMA },
    })
    for (const statement of declared.rights) refresh.lambda.addToRolePolicy(statement)
    // Athena asks where the bucket is, and lets go of what it could not write whole.
    refresh.lambda.addToRolePolicy(
      new PolicyStatement({ effect: Effect.ALLOW, actions: ['s3:GetBucketLocation'], resources: [bucket.bucketArn] }),
    )
    refresh.lambda.addToRolePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: ['s3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
        resources: ['data/*/snapshots/*', 'athena/*'].map((key) => bucket.arnForObjects(key)),
      }),
    )

    const publish = new CampaignFunction(this, 'PublishBulletins', {
      code: code['publish-bulletins'],
      bucket,
      writes: ['data/*/bulletins/*'],
      memoryMb: 2048,
      timeout: Duration.minutes(5),
      environment: { FONTS_DIR: 'fonts', BULLETIN_LAYOUT_DIR: 'bulletins' },
    })

    const tend = new CampaignFunction(this, 'TendDatasets', {
      code: code['maintain-datasets'],
      bucket,
      writes: ['log/*', 'files/*', 'checkpoints/*', 'clock/*', 'checkpoint.json', 'garbage.json'].map((key) => `data/*/${key}`),
      removes: ['files/*', 'kept/*', 'receipts/*', 'checkpoints/*', 'pieces/*', 'snapshots/*', 'clock/*'].map((key) => `data/*/${key}`),
      memoryMb: 2048,
      timeout: Duration.minutes(15),
    })

    const onSchedule = (name: string, schedule: Schedule, target: CampaignFunction, message: object = { schedule: true }) =>
      new Rule(this, name, {
        schedule,
        targets: [new LambdaTarget(target.lambda, { event: RuleTargetInput.fromObject(message), retryAttempts: 2 })],
      })
    new ReleaseWorkflow(this, 'ReleaseWorkflow', { refresh: refresh.lambda })
    onSchedule('EveryHour', Schedule.rate(Duration.hours(1)), tend)
    // What a notification did not name is found here.
    onSchedule('Sweep', Schedule.rate(Duration.minutes(15)), receive, { sweep: true })
    new Rule(this, 'Landed', {
      eventPattern: { source: ['aws.s3'], detailType: ['Object Created'], detail: { bucket: { name: [landing.bucketName] } } },
      targets: [new LambdaTarget(receive.lambda, { retryAttempts: 2 })],
    })
    // The third of the month, 01:00 UTC: nine in the morning in Beijing.
    onSchedule('EveryMonth', Schedule.cron({ day: '3', hour: '1', minute: '0' }), publish)

    for (const one of [receive, answer, refresh, publish, tend]) {
      new Alarm(one, 'Errors', {
        metric: one.lambda.metricErrors({ period: Duration.minutes(5) }),
        threshold: 1,
        evaluationPeriods: 1,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      })
    }

    const api = new Api(this, 'Api', {
      functions: {
        'ingest-events': receive.lambda,
        'answer-requests': answer.lambda,
        'build-releases': refresh.lambda,
        'publish-bulletins': publish.lambda,
      },
      issuer,
      audience,
    })
    new CfnOutput(this, 'Url', { value: api.url })
    new CfnOutput(this, 'StoreName', { value: bucket.bucketName })
  }
}
