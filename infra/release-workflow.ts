import { Duration } from 'aws-cdk-lib'
import { Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { DefinitionBody, JsonPath, Map, Pass, StateMachine, TaskInput } from 'aws-cdk-lib/aws-stepfunctions'
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks'
import { Construct } from 'constructs'
import type { BuildStep } from '../functions/domain/build-step.ts'

export interface ReleaseWorkflowProps {
  /** The function whose steps these are. */
  refresh: LambdaFunction
}

/** So many pieces of one dataset are counted at a time, and so many datasets. */
const PIECES_AT_ONCE = 20
const DATASETS_AT_ONCE = 4

/** What stands in a state's input, for a step of the function. */
type Given<Step> = { [Name in keyof Step]: Step[Name] extends number ? number | string : Step[Name] | string }

/**
 * Keeps the releases of all datasets up to date: every five minutes, for each dataset, the pieces of its count side by side where all
 * must be counted and there are many, then the release. A dataset that fails does not hold up the others.
 */
export class ReleaseWorkflow extends Construct {
  readonly stateMachine: StateMachine

  constructor(scope: Construct, id: string, { refresh }: ReleaseWorkflowProps) {
    super(scope, id)
    const step = <Step extends BuildStep>(name: string, payload: Given<Step>) =>
      new LambdaInvoke(this, name, {
        lambdaFunction: refresh,
        payload: TaskInput.fromObject(payload),
        payloadResponseOnly: true,
      })
    const count = step<Extract<BuildStep, { step: 'count' }>>('CountPiece', {
      step: 'count',
      dataset: JsonPath.stringAt('$.dataset'),
      upTo: JsonPath.numberAt('$.upTo'),
      piece: JsonPath.numberAt('$.piece'),
    })
    const pieces = new Map(this, 'EachPiece', {
      itemsPath: '$.shared.pieces',
      itemSelector: {
        dataset: JsonPath.stringAt('$.dataset'),
        upTo: JsonPath.numberAt('$.shared.upTo'),
        piece: JsonPath.numberAt('$$.Map.Item.Value'),
      },
      maxConcurrency: PIECES_AT_ONCE,
      resultPath: JsonPath.DISCARD,
    }).itemProcessor(count)
    const share = new LambdaInvoke(this, 'Share', {
      lambdaFunction: refresh,
      payload: TaskInput.fromObject({ step: 'share', dataset: JsonPath.stringAt('$.dataset') } satisfies BuildStep),
      payloadResponseOnly: true,
      resultPath: '$.shared',
    })
    const release = step<Extract<BuildStep, { step: 'release' }>>('Release', {
      step: 'release',
      dataset: JsonPath.stringAt('$.dataset'),
      upTo: JsonPath.numberAt('$.shared.upTo'),
    })
    const datasets = new Map(this, 'EachDataset', {
      itemsPath: '$.datasets',
      itemSelector: { dataset: JsonPath.stringAt('$$.Map.Item.Value') },
      maxConcurrency: DATASETS_AT_ONCE,
    }).itemProcessor(share.next(pieces).next(release))
    // The function's alarm tells of it.
    const left = new Pass(this, 'LeftAsItIs')
    share.addCatch(left)
    release.addCatch(left)
    // A piece that nobody counted is counted with the release.
    pieces.addCatch(release, { resultPath: '$.failure' })
    this.stateMachine = new StateMachine(this, 'Machine', {
      definitionBody: DefinitionBody.fromChainable(step<{ step: 'list' }>('List', { step: 'list' }).next(datasets)),
      timeout: Duration.hours(2),
    })
    new Rule(this, 'EveryFiveMinutes', {
      schedule: Schedule.rate(Duration.minutes(5)),
      targets: [new SfnStateMachine(this.stateMachine)],
    })
  }
}
