import { Stack, Validations } from 'aws-cdk-lib'
import type { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'

/** Accepts a finding of a cdk-nag rule on a construct and what is below it, for a reason. `test/infra/nag.test.ts` runs the rules. */
export function acknowledge(construct: Construct, rule: string, reason: string): void {
  Validations.of(construct).acknowledge({ id: `AwsSolutions::AwsSolutions-${rule}`, reason })
}

/** Accepts rights on the objects of a bucket that fit these key patterns, and on no others: a new pattern is a new finding. */
export function acknowledgeObjects(construct: Construct, bucket: Bucket, patterns: readonly string[]): void {
  const logicalId = Stack.of(bucket).getLogicalId(bucket.node.defaultChild as CfnBucket)
  for (const pattern of new Set(patterns))
    acknowledge(
      construct,
      `IAM5[Resource::<${logicalId}.Arn>/${pattern}]`,
      'Objects are named by dataset and content, so rights on them are patterns of keys; actions are named one by one.',
    )
}
