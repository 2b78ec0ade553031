import { Duration, Stack } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, type IMetric, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions'
import { Construct } from 'constructs'
import { type MetricName, NAMESPACE } from '../functions/observability/metrics.ts'
import type { FunctionName } from './bundles.ts'
import type { CampaignFunction } from './campaign-function.ts'

export interface AlarmsProps {
  functions: Record<FunctionName, CampaignFunction>
  releaseWorkflow: StateMachine
  /** Who is written to; without an address the topic has no subscription. */
  email?: string | undefined
}

/** A release may lie behind for six runs of the schedule before somebody is called. */
const MOST_RELEASE_AGE = Duration.minutes(30)

/** The alarms, and the topic that they call: encrypted, and reached over TLS only. */
export class Alarms extends Construct {
  readonly topic: Topic

  constructor(scope: Construct, id: string, { functions, releaseWorkflow, email }: AlarmsProps) {
    super(scope, id)
    this.topic = this.#topic()
    if (email) this.topic.addSubscription(new EmailSubscription(email))
    for (const [name, { lambda }] of Object.entries(functions)) {
      this.#alarm(`${name}-errors`, lambda.metricErrors({ period: Duration.minutes(5) }), 1)
      // A request that is answered with 500 is no error of Lambda.
      this.#alarm(`${name}-failures`, metricOf(name, 'Failures', 'Sum'), 1)
    }
    this.#alarm('release-workflow-failed', releaseWorkflow.metricFailed({ period: Duration.minutes(5) }), 1)
    this.#alarm('release-age', metricOf('build-releases', 'ReleaseAge', 'Maximum'), MOST_RELEASE_AGE.toSeconds())
  }

  #topic(): Topic {
    const cloudWatch = new ServicePrincipal('cloudwatch.amazonaws.com')
    const fromHere = { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } }
    // CloudWatch cannot publish to a topic under the key that SNS itself manages.
    const key = new Key(this, 'Key', { enableKeyRotation: true, description: 'Encrypts the alarms of the campaign' })
    key.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        principals: [cloudWatch],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
        conditions: fromHere,
      }),
    )
    const topic = new Topic(this, 'Topic', { masterKey: key, enforceSSL: true })
    topic.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        principals: [cloudWatch],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: fromHere,
      }),
    )
    return topic
  }

  #alarm(name: string, metric: IMetric, threshold: number): void {
    const alarm = new Alarm(this, name, {
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    })
    alarm.addAlarmAction(new SnsAction(this.topic))
  }
}

/** A metric that a function writes in its log. */
function metricOf(functionName: string, metricName: MetricName, statistic: 'Sum' | 'Maximum'): Metric {
  return new Metric({ namespace: NAMESPACE, metricName, dimensionsMap: { service: functionName }, statistic, period: Duration.minutes(5) })
}
