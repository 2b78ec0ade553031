import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets'
import type { Construct } from 'constructs'
import { Api } from './api.ts'
import type { FunctionName } from './bundles.ts'
import { CampaignFunction } from './campaign-function.ts'
import { Storage } from './storage.ts'

export interface CampaignStackProps extends StackProps {
  /** Folder of each function's bundle. */
  code: Record<FunctionName, string>
  issuer: string
  audience: string
}

/** The whole campaign on AWS: store, four functions, two schedules, one API, an alarm on each function. */
export class CampaignStack extends Stack {
  constructor(scope: Construct, id: string, { code, issuer, audience, ...props }: CampaignStackProps) {
    super(scope, id, props)
    const { bucket, pseudonymKey } = new Storage(this, 'Storage')

    const receive = new CampaignFunction(this, 'ReceiveEvents', {
      code: code['receive-events'],
      bucket,
      writes: ['data/*/log/*', 'data/*/files/*', 'data/*/kept/*', 'data/*/receipts/*'],
      memoryMb: 1024,
      timeout: Duration.seconds(60),
      environment: { PSEUDONYM_SECRET_ARN: pseudonymKey.secretArn },
    })
    pseudonymKey.grantRead(receive.lambda)

    const answer = new CampaignFunction(this, 'AnswerRequests', {
      code: code['answer-requests'],
      bucket,
      writes: [],
      memoryMb: 2048,
      timeout: Duration.seconds(29),
      environment: { SITE_DIR: 'site' },
    })

    const refresh = new CampaignFunction(this, 'RefreshReleases', {
      code: code['refresh-releases'],
      bucket,
      writes: ['data/*/tables/*', 'data/*/pages/*', 'data/*/releases/*', 'data/*/current.json'],
      memoryMb: 2048,
      timeout: Duration.minutes(15),
      environment: { QUERIES_DIR: 'queries' },
    })

    const publish = new CampaignFunction(this, 'PublishBulletins', {
      code: code['publish-bulletins'],
      bucket,
      writes: ['data/*/bulletins/*'],
      memoryMb: 2048,
      timeout: Duration.minutes(5),
      environment: { FONTS_DIR: 'fonts', PRESS_DIR: 'press' },
    })

    const onSchedule = (name: string, schedule: Schedule, target: CampaignFunction) =>
      new Rule(this, name, {
        schedule,
        targets: [new LambdaTarget(target.lambda, { event: RuleTargetInput.fromObject({ schedule: true }), retryAttempts: 2 })],
      })
    onSchedule('EveryFiveMinutes', Schedule.rate(Duration.minutes(5)), refresh)
    // The third of the month, 01:00 UTC: nine in the morning in Beijing.
    onSchedule('EveryMonth', Schedule.cron({ day: '3', hour: '1', minute: '0' }), publish)

    for (const one of [receive, answer, refresh, publish]) {
      new Alarm(one, 'Errors', {
        metric: one.lambda.metricErrors({ period: Duration.minutes(5) }),
        threshold: 1,
        evaluationPeriods: 1,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      })
    }

    const api = new Api(this, 'Api', {
      receive: receive.lambda,
      answer: answer.lambda,
      refresh: refresh.lambda,
      publish: publish.lambda,
      issuer,
      audience,
    })
    new CfnOutput(this, 'Url', { value: api.url })
    new CfnOutput(this, 'StoreName', { value: bucket.bucketName })
  }
}
