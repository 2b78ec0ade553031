import { Duration, RemovalPolicy, Size } from 'aws-cdk-lib'
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'

export interface CampaignFunctionProps {
  /** The folder of the bundle. */
  code: string
  bucket: Bucket
  /** Key prefixes that it may write; none for a function that only reads. */
  writes: readonly string[]
  /** Key prefixes that it may remove objects below: those of the collection of garbage, and no others. */
  removes?: readonly string[]
  memoryMb: number
  /** Room on its disk, where half a gigabyte is not enough. */
  diskGb?: number
  timeout: Duration
  environment?: Record<string, string>
}

/** A function of the campaign: one bundle, one log group, a queue for what failed, and no more rights than it needs. */
export class CampaignFunction extends Construct {
  readonly lambda: LambdaFunction

  constructor(scope: Construct, id: string, props: CampaignFunctionProps) {
    super(scope, id)
    const { code, bucket, writes, removes = [], memoryMb, diskGb, timeout, environment } = props
    this.lambda = new LambdaFunction(this, 'Function', {
      runtime: Runtime.NODEJS_24_X,
      // The bundle carries the native packages that npm ci installs on linux x64.
      architecture: Architecture.X86_64,
      handler: 'index.handler',
      code: Code.fromAsset(code),
      memorySize: memoryMb,
      ...(diskGb !== undefined && { ephemeralStorageSize: Size.gibibytes(diskGb) }),
      timeout,
      environment: { STORE_URL: `s3://${bucket.bucketName}/`, TZ: 'UTC', ...environment },
      logGroup: new LogGroup(this, 'Log', { retention: RetentionDays.SIX_MONTHS, removalPolicy: RemovalPolicy.DESTROY }),
      deadLetterQueue: new Queue(this, 'Failed', {
        encryption: QueueEncryption.SQS_MANAGED,
        enforceSSL: true,
        retentionPeriod: Duration.days(14),
      }),
    })
    this.lambda.addToRolePolicy(new PolicyStatement({ effect: Effect.ALLOW, actions: ['s3:ListBucket'], resources: [bucket.bucketArn] }))
    this.lambda.addToRolePolicy(
      new PolicyStatement({ effect: Effect.ALLOW, actions: ['s3:GetObject'], resources: [bucket.arnForObjects('*')] }),
    )
    if (writes.length > 0) {
      this.lambda.addToRolePolicy(
        new PolicyStatement({
          effect: Effect.ALLOW,
          actions: ['s3:PutObject'],
          resources: writes.map((prefix) => bucket.arnForObjects(prefix)),
        }),
      )
    }
    if (removes.length > 0) {
      this.lambda.addToRolePolicy(
        new PolicyStatement({
          effect: Effect.ALLOW,
          actions: ['s3:DeleteObject'],
          resources: removes.map((prefix) => bucket.arnForObjects(prefix)),
        }),
      )
    }
  }
}
