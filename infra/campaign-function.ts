import { Duration, RemovalPolicy, Size } from 'aws-cdk-lib'
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { acknowledgeObjects } from './acknowledge.ts'

export interface CampaignFunctionProps {
  /** The folder of the bundle. */
  code: string
  bucket: Bucket
  /** Key patterns that it may write; empty for a function that only reads. */
  writes: readonly string[]
  /** Key patterns that it may remove: only those of garbage collection. */
  removes?: readonly string[]
  memoryMb: number
  /** Size of its disk, where half a gigabyte is not enough. */
  diskGb?: number
  timeout: Duration
  environment?: Record<string, string>
}

/** A function of the campaign: one bundle, one log group, a queue of failed events, and no more rights than it needs. */
export class CampaignFunction extends Construct {
  readonly lambda: LambdaFunction

  constructor(scope: Construct, id: string, props: CampaignFunctionProps) {
    super(scope, id)
    const { code, bucket, writes, removes = [], memoryMb, diskGb, timeout, environment } = props
    const logGroup = new LogGroup(this, 'Log', { retention: RetentionDays.SIX_MONTHS, removalPolicy: RemovalPolicy.DESTROY })
    // Not the managed policy of Lambda, which may write to every log group.
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })
    logGroup.grantWrite(role)
    this.lambda = new LambdaFunction(this, 'Function', {
      role,
      runtime: Runtime.NODEJS_24_X,
      // The bundle contains the native packages that npm ci installs on linux x64.
      architecture: Architecture.X86_64,
      handler: 'index.handler',
      code: Code.fromAsset(code),
      memorySize: memoryMb,
      ...(diskGb !== undefined && { ephemeralStorageSize: Size.gibibytes(diskGb) }),
      timeout,
      environment: { STORE_URL: `s3://${bucket.bucketName}/`, TZ: 'UTC', ...environment },
      logGroup,
      deadLetterQueue: new Queue(this, 'Failed', {
        encryption: QueueEncryption.SQS_MANAGED,
        enforceSSL: true,
        retentionPeriod: Duration.days(14),
      }),
    })
    const rights: [action: string, resources: string[]][] = [
      ['s3:ListBucket', [bucket.bucketArn]],
      ['s3:GetObject', [bucket.arnForObjects('*')]],
      ['s3:PutObject', writes.map((pattern) => bucket.arnForObjects(pattern))],
      ['s3:DeleteObject', removes.map((pattern) => bucket.arnForObjects(pattern))],
    ]
    for (const [action, resources] of rights)
      if (resources.length > 0) this.lambda.addToRolePolicy(new PolicyStatement({ effect: Effect.ALLOW, actions: [action], resources }))
    acknowledgeObjects(this, bucket, ['*', ...writes, ...removes])
  }
}
