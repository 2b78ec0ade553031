import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { acknowledge } from './acknowledge.ts'
import { Alarms } from './alarms.ts'
import { Api } from './api.ts'
import type { FunctionName } from './bundles.ts'
import { campaignFunctions } from './campaign-functions.ts'
import { DeclaredTables } from './declared-tables.ts'
import { ReleaseWorkflow } from './release-workflow.ts'
import { addSchedules } from './schedules.ts'
import { Storage } from './storage.ts'

export interface CampaignStackProps extends StackProps {
  /** Folder of each function's bundle. */
  code: Record<FunctionName, string>
  issuer: string
  audience: string
  /** Who is written to when an alarm goes off. */
  alarmEmail?: string
}

/** The whole campaign on AWS: store, landing bucket, five functions, a state machine and schedules, one API, alarms. */
export class CampaignStack extends Stack {
  constructor(scope: Construct, id: string, { code, issuer, audience, alarmEmail, ...props }: CampaignStackProps) {
    super(scope, id, props)
    const storage = new Storage(this, 'Storage')
    const declared = new DeclaredTables(this, 'DeclaredTables', { bucketName: storage.bucket.bucketName })
    const functions = campaignFunctions(this, { code, storage, declared })
    const { stateMachine } = new ReleaseWorkflow(this, 'ReleaseWorkflow', { buildReleases: functions['build-releases'].lambda })
    addSchedules(this, functions, storage.landing)
    const { topic } = new Alarms(this, 'Alarms', { functions, releaseWorkflow: stateMachine, email: alarmEmail })
    const api = new Api(this, 'Api', {
      functions: {
        'ingest-events': functions['ingest-events'].lambda,
        'answer-requests': functions['answer-requests'].lambda,
        'build-releases': functions['build-releases'].lambda,
        'publish-bulletins': functions['publish-bulletins'].lambda,
      },
      issuer,
      audience,
    })
    acknowledge(
      api,
      'APIG4',
      'The pages hold no data and are open; the test of the stack checks that every path below /api asks for a token.',
    )
    acknowledge(api, 'APIG1', 'Access logs would keep addresses of people; the functions log every failure with dataset and request id.')
    new CfnOutput(this, 'Url', { value: api.url })
    new CfnOutput(this, 'StoreName', { value: storage.bucket.bucketName })
    new CfnOutput(this, 'AlarmTopic', { value: topic.topicArn })
  }
}
