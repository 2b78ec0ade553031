import { Validations } from 'aws-cdk-lib'
import { Bucket } from 'aws-cdk-lib/aws-s3'
import { AwsSolutionsChecks } from 'cdk-nag'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { stackIn } from './stack-of-test.ts'

/** What the rules of AwsSolutions find beyond what `infra/` accepts with a reason, as they print it. */
function findings(change: (stack: ReturnType<typeof stackIn>['stack']) => void = () => undefined): string {
  const { app, stack } = stackIn('cn-north-1')
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  change(stack)
  const printed: string[] = []
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => printed.push(String(text)) > 0)
  vi.spyOn(console, 'error').mockImplementation((text: unknown) => void printed.push(String(text)))
  vi.spyOn(console, 'log').mockImplementation((text: unknown) => void printed.push(String(text)))
  try {
    app.synth()
    return ''
  } catch (error) {
    return [String(error), ...printed].join('\n')
  }
}

describe('the rules of AwsSolutions', () => {
  let exitCode: typeof process.exitCode
  beforeEach(() => (exitCode = process.exitCode))
  afterEach(() => {
    vi.restoreAllMocks()
    process.exitCode = exitCode
  })

  it('find nothing in the stack that is not accepted with a reason', () => {
    expect(findings()).toBe('')
  })
  it('find a bucket that anybody adds without encryption in transit', () => {
    expect(findings((stack) => void new Bucket(stack, 'Open'))).toContain('AwsSolutions-S10')
  })
  it('find a right on more objects than those that are accepted', () => {
    const found = findings((stack) => {
      const storage = stack.node.findChild('Storage') as unknown as { bucket: Bucket }
      const maintain = stack.node.findChild('MaintainDatasets') as unknown as { lambda: Parameters<Bucket['grantRead']>[0] }
      storage.bucket.grantDelete(maintain.lambda, 'data/*/releases/*')
    })
    expect(found).toContain('/data/*/releases/*]')
  })
})
