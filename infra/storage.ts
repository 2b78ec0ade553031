import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket, HttpMethods, ObjectOwnership } from 'aws-cdk-lib/aws-s3'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import { acknowledge } from './acknowledge.ts'

/** The bucket of the store, the bucket where large uploads land, and, apart from both, the pseudonym keys. */
export class Storage extends Construct {
  readonly bucket: Bucket
  /** What lands here names people: nothing in it lives longer than a day, and only the function that ingests events may read it. */
  readonly landing: Bucket
  readonly pseudonymKey: Secret

  constructor(scope: Construct, id: string) {
    super(scope, id)
    this.bucket = new Bucket(this, 'Store', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(2) },
        // Results of Athena's statements: read right away, and of no use afterwards.
        { prefix: 'athena/', expiration: Duration.days(1) },
      ],
    })
    this.landing = new Bucket(this, 'Landing', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.KMS_MANAGED,
      enforceSSL: true,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [{ expiration: Duration.days(1), abortIncompleteMultipartUploadAfter: Duration.days(1) }],
      // A page puts a file at a signed address; without the signature the origin is of no use.
      cors: [{ allowedMethods: [HttpMethods.PUT], allowedOrigins: ['*'], allowedHeaders: ['content-type', 'if-none-match'] }],
    })
    // On the resource itself: the construct's own switch adds a function and a role to set it.
    const landing = this.landing.node.defaultChild as CfnBucket
    landing.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } }
    this.pseudonymKey = new Secret(this, 'PseudonymKey', {
      description: '64 hex digits a line, oldest first; never change a line, add one to rotate',
      removalPolicy: RemovalPolicy.RETAIN,
      generateSecretString: {
        passwordLength: 64,
        excludeCharacters: 'ghijklmnopqrstuvwxyz',
        excludeUppercase: true,
        excludePunctuation: true,
        requireEachIncludedType: false,
      },
    })
    acknowledge(
      this.pseudonymKey,
      'SMG4',
      'Pseudonyms made with a key need that key: a rotation adds a line and rewrites the store (npm run rotate-key), which no schedule can do.',
    )
    for (const bucket of [this.bucket, this.landing])
      acknowledge(
        bucket,
        'S1',
        'Every change of the store is a commit of its hash-chained log; reads are recorded by the data events of CloudTrail where an account has them on.',
      )
  }
}
