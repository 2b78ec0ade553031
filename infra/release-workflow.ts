import { Duration, Stack } from 'aws-cdk-lib'
import { Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets'
import type { CfnFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { DefinitionBody, JsonPath, Map, Pass, StateMachine, TaskInput } from 'aws-cdk-lib/aws-stepfunctions'
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks'
import { Construct } from 'constructs'
import { acknowledge } from './acknowledge.ts'
import type { BuildStep } from '../functions/domain/build-step.ts'

export interface ReleaseWorkflowProps {
  /** The function that runs every step. */
  buildReleases: LambdaFunction
}

const PARTITIONS_AT_A_TIME = 20
const DATASETS_AT_A_TIME = 4

type StepOf<Name extends BuildStep['step']> = Extract<BuildStep, { step: Name }>

/** The input of a step: its fields, or paths to them in the input of the state. */
type Payload<Step> = { [Name in keyof Step]: Step[Name] extends number ? number | string : Step[Name] | string }

/**
 * Keeps the releases of all datasets up to date: every five minutes, for each dataset, the partitions of its count in parallel where all of
 * them must be counted and there are many, then the release. A dataset that fails does not hold up the others.
 */
export class ReleaseWorkflow extends Construct {
  readonly stateMachine: StateMachine
  readonly #function: LambdaFunction

  constructor(scope: Construct, id: string, { buildReleases }: ReleaseWorkflowProps) {
    super(scope, id)
    this.#function = buildReleases
    const datasets = new Map(this, 'EachDataset', {
      itemsPath: '$.datasets',
      itemSelector: { dataset: JsonPath.stringAt('$$.Map.Item.Value') },
      maxConcurrency: DATASETS_AT_A_TIME,
    }).itemProcessor(this.#dataset())
    this.stateMachine = new StateMachine(this, 'Machine', {
      definitionBody: DefinitionBody.fromChainable(this.#step<StepOf<'list'>>('List', { step: 'list' }).next(datasets)),
      timeout: Duration.hours(2),
    })
    acknowledge(this, 'SF1', 'The function logs each step; delivering the logs of the machine as well needs rights on every log group.')
    acknowledge(this, 'SF2', 'Traces need rights on every resource; dataset, request id and release are in the log lines of the function.')
    const functionId = Stack.of(this).getLogicalId(buildReleases.node.defaultChild as CfnFunction)
    acknowledge(this, `IAM5[Resource::<${functionId}.Arn>:*]`, 'CDK grants the versions of the function together with the function.')
    new Rule(this, 'EveryFiveMinutes', {
      schedule: Schedule.rate(Duration.minutes(5)),
      targets: [new SfnStateMachine(this.stateMachine)],
    })
  }

  #step<Step extends BuildStep>(name: string, payload: Payload<Step>, resultPath?: string): LambdaInvoke {
    return new LambdaInvoke(this, name, {
      lambdaFunction: this.#function,
      payload: TaskInput.fromObject(payload),
      payloadResponseOnly: true,
      ...(resultPath !== undefined && { resultPath }),
    })
  }

  /** The steps of one dataset: plan, count the partitions, release. */
  #dataset() {
    const dataset = JsonPath.stringAt('$.dataset')
    const plan = this.#step<StepOf<'share'>>('PlanPartitions', { step: 'share', dataset }, '$.shared')
    const partitions = this.#partitions()
    const release = this.#step<StepOf<'release'>>('Release', { step: 'release', dataset, upTo: JsonPath.numberAt('$.shared.upTo') })
    // The alarm of the function reports the failure.
    const unchanged = new Pass(this, 'ReleaseUnchanged')
    plan.addCatch(unchanged)
    release.addCatch(unchanged)
    // A partition whose count failed is counted with the release.
    partitions.addCatch(release, { resultPath: '$.failure' })
    return plan.next(partitions).next(release)
  }

  #partitions(): Map {
    const count = this.#step<StepOf<'count'>>('CountPartition', {
      step: 'count',
      dataset: JsonPath.stringAt('$.dataset'),
      upTo: JsonPath.numberAt('$.upTo'),
      piece: JsonPath.numberAt('$.piece'),
    })
    return new Map(this, 'EachPartition', {
      itemsPath: '$.shared.pieces',
      itemSelector: {
        dataset: JsonPath.stringAt('$.dataset'),
        upTo: JsonPath.numberAt('$.shared.upTo'),
        piece: JsonPath.numberAt('$$.Map.Item.Value'),
      },
      maxConcurrency: PARTITIONS_AT_A_TIME,
      resultPath: JsonPath.DISCARD,
    }).itemProcessor(count)
  }
}
