import { Duration } from 'aws-cdk-lib'
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'
import type { FunctionName } from './bundles.ts'
import { acknowledgeObjects } from './acknowledge.ts'
import { CampaignFunction } from './campaign-function.ts'
import { DeclaredTables } from './declared-tables.ts'
import type { Storage } from './storage.ts'

export interface FunctionParts {
  /** Folder of each function's bundle. */
  code: Record<FunctionName, string>
  storage: Storage
  declared: DeclaredTables
}

const MEMORY_MB = 2048

function allow(actions: string[], resources: string[]): PolicyStatement {
  return new PolicyStatement({ effect: Effect.ALLOW, actions, resources })
}

/** Key patterns below every dataset. */
function ofDatasets(...keys: string[]): string[] {
  return keys.map((key) => `data/*/${key}`)
}

/** Ingests events. The only function that reads the pseudonym keys and the landing bucket. */
function ingestEvents(scope: Construct, { code, storage }: FunctionParts): CampaignFunction {
  const { bucket, landing, pseudonymKey } = storage
  const ingest = new CampaignFunction(scope, 'IngestEvents', {
    code: code['ingest-events'],
    bucket,
    writes: ofDatasets(
      ...['log/*', 'files/*', 'scans/*', 'kept/*', 'receipts/*', 'uploads/*'],
      ...['erasures/*', 'withdrawn/*', 'bulletins/*', 'asked/*'],
    ),
    // An erasure writes anew what names the person and is not named by a hash.
    removes: ofDatasets('uploads/*', 'bulletins/*'),
    memoryMb: MEMORY_MB,
    // A request is answered within 29 seconds or not at all; an upload that landed may take longer.
    timeout: Duration.minutes(15),
    environment: { PSEUDONYM_SECRET_ARN: pseudonymKey.secretArn, LANDING_BUCKET: landing.bucketName },
  })
  pseudonymKey.grantRead(ingest.lambda)
  acknowledgeObjects(ingest, landing, ['*'])
  ingest.lambda.addToRolePolicy(allow(['s3:ListBucket'], [landing.bucketArn]))
  ingest.lambda.addToRolePolicy(allow(['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], [landing.arnForObjects('*')]))
  return ingest
}

/** Answers requests for values and pages. Writes nothing. */
function answerRequests(scope: Construct, { code, storage }: FunctionParts): CampaignFunction {
  return new CampaignFunction(scope, 'AnswerRequests', {
    code: code['answer-requests'],
    bucket: storage.bucket,
    writes: [],
    memoryMb: MEMORY_MB,
    timeout: Duration.seconds(29),
    environment: { SITE_DIR: 'site', LANDING_ORIGIN: `https://${storage.landing.bucketRegionalDomainName}` },
  })
}

/** Builds releases, with DuckDB or Athena. */
function buildReleases(scope: Construct, { code, storage, declared }: FunctionParts): CampaignFunction {
  const { bucket } = storage
  const build = new CampaignFunction(scope, 'BuildReleases', {
    code: code['build-releases'],
    bucket,
    writes: [...ofDatasets('scans/*', 'tables/*', 'pages/*', 'pieces/*', 'snapshots/*', 'releases/*', 'current.json'), 'athena/*'],
    memoryMb: MEMORY_MB,
    timeout: Duration.minutes(15),
    // Event files and spilled tables are on the disk while they are counted.
    diskGb: 10,
    environment: { QUERIES_DIR: 'queries', ENGINE: 'auto', ATHENA_WORKGROUP: declared.workgroup, DECLARED_SCHEMA: DeclaredTables.SCHEMA },
  })
  declared.acknowledgeRights(build)
  for (const statement of declared.rights) build.lambda.addToRolePolicy(statement)
  // Athena asks in which region the bucket is, and aborts what it could not write whole.
  build.lambda.addToRolePolicy(allow(['s3:GetBucketLocation'], [bucket.bucketArn]))
  build.lambda.addToRolePolicy(
    allow(
      ['s3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      [...ofDatasets('snapshots/*'), 'athena/*'].map((key) => bucket.arnForObjects(key)),
    ),
  )
  return build
}

/** Compiles bulletins. */
function publishBulletins(scope: Construct, { code, storage }: FunctionParts): CampaignFunction {
  return new CampaignFunction(scope, 'PublishBulletins', {
    code: code['publish-bulletins'],
    bucket: storage.bucket,
    writes: ofDatasets('bulletins/*'),
    memoryMb: MEMORY_MB,
    timeout: Duration.minutes(5),
    environment: { FONTS_DIR: 'fonts', BULLETIN_LAYOUT_DIR: 'bulletins' },
  })
}

/** Maintains the logs. Removes objects of the store that may become garbage, and no others. */
function maintainDatasets(scope: Construct, { code, storage }: FunctionParts): CampaignFunction {
  return new CampaignFunction(scope, 'MaintainDatasets', {
    code: code['maintain-datasets'],
    bucket: storage.bucket,
    writes: ofDatasets('log/*', 'files/*', 'scans/*', 'checkpoints/*', 'clock/*', 'checkpoint.json', 'garbage.json'),
    removes: ofDatasets(
      ...['files/*', 'scans/*', 'kept/*', 'receipts/*', 'checkpoints/*', 'pieces/*', 'snapshots/*', 'clock/*'],
      // Of releases that were withdrawn, and records that are old.
      ...['tables/*', 'pages/*', 'asked/*'],
    ),
    memoryMb: MEMORY_MB,
    timeout: Duration.minutes(15),
  })
}

/** The five functions of the campaign, each with the rights that it needs. */
export function campaignFunctions(scope: Construct, parts: FunctionParts): Record<FunctionName, CampaignFunction> {
  return {
    'ingest-events': ingestEvents(scope, parts),
    'answer-requests': answerRequests(scope, parts),
    'build-releases': buildReleases(scope, parts),
    'publish-bulletins': publishBulletins(scope, parts),
    'maintain-datasets': maintainDatasets(scope, parts),
  }
}
