import { Duration } from 'aws-cdk-lib'
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'
import type { FunctionName } from './bundles.ts'
import type { CampaignFunction } from './campaign-function.ts'

const RETRIES = 2

/** What runs the functions beside requests: the clock, and uploads that land. */
export function addSchedules(scope: Construct, functions: Record<FunctionName, CampaignFunction>, landing: Bucket): void {
  const target = (name: FunctionName, message?: object) =>
    new LambdaTarget(functions[name].lambda, { ...(message && { event: RuleTargetInput.fromObject(message) }), retryAttempts: RETRIES })
  new Rule(scope, 'EveryHour', {
    schedule: Schedule.rate(Duration.hours(1)),
    targets: [target('maintain-datasets', { schedule: true })],
  })
  new Rule(scope, 'EveryDay', {
    schedule: Schedule.rate(Duration.days(1)),
    targets: [target('maintain-datasets', { verify: true })],
  })
  // Finds uploads whose notification was lost.
  new Rule(scope, 'Sweep', { schedule: Schedule.rate(Duration.minutes(15)), targets: [target('ingest-events', { sweep: true })] })
  new Rule(scope, 'Landed', {
    eventPattern: { source: ['aws.s3'], detailType: ['Object Created'], detail: { bucket: { name: [landing.bucketName] } } },
    targets: [target('ingest-events')],
  })
  // The third of the month, 01:00 UTC: nine in the morning in Beijing.
  new Rule(scope, 'EveryMonth', {
    schedule: Schedule.cron({ day: '3', hour: '1', minute: '0' }),
    targets: [target('publish-bulletins', { schedule: true })],
  })
}
