import { Stack } from 'aws-cdk-lib'
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena'
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue'
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { Construct } from 'constructs'
import { acknowledge } from './acknowledge.ts'
import type { ColumnType } from '../functions/catalogue/event-type.ts'
import { eventColumns } from '../functions/events/columns.ts'

const GLUE_TYPES: Record<ColumnType, string> = { text: 'string', integer: 'int', double: 'double', boolean: 'boolean', day: 'date' }

const PARQUET = {
  serdeInfo: { serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
  outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
}

/** The columns of each table, and how its files are found: by a list of their names, or in the folder itself. */
const TABLES = {
  events: {
    inputFormat: 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat',
    columns: eventColumns.map(({ name, type }) => ({ name, type: GLUE_TYPES[type] })),
  },
  region_paths: {
    inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
    columns: [...['region', 'ancestor', 'ancestor_level'].map((name) => ({ name, type: 'string' })), { name: 'steps', type: 'int' }],
  },
}

export interface DeclaredTablesProps {
  /** The bucket of the store. */
  bucketName: string
  /** The most bytes that a statement may read: a mistake should cost a few dollars, not a month's budget. */
  mostBytesAStatement?: number
}

/**
 * The tables of the store for Athena, or for a Trino over the same catalogue: the sources of the models, declared once for all
 * datasets and releases. Both partitions are injected: a query that does not name a dataset and a snapshot reads nothing, and one
 * that does reads the files on that snapshot's list (`functions/build/snapshot.ts`), whatever is added or removed meanwhile.
 */
export class DeclaredTables extends Construct {
  static readonly SCHEMA = 'tonglu'
  readonly workgroup: string
  /** The rights that counting needs: its workgroup, the declared schema to read, a schema of its own for each release. */
  readonly rights: PolicyStatement[]

  constructor(scope: Construct, id: string, { bucketName, mostBytesAStatement = 1e12 }: DeclaredTablesProps) {
    super(scope, id)
    const { account: catalogId, stackName } = Stack.of(this)
    const database = new CfnDatabase(this, 'Schema', { catalogId, databaseInput: { name: DeclaredTables.SCHEMA } })
    for (const [name, { columns, inputFormat }] of Object.entries(TABLES)) {
      const table = new CfnTable(this, name, {
        catalogId,
        databaseName: DeclaredTables.SCHEMA,
        tableInput: {
          name,
          tableType: 'EXTERNAL_TABLE',
          parameters: {
            EXTERNAL: 'TRUE',
            'projection.enabled': 'true',
            'projection.dataset.type': 'injected',
            'projection.snapshot.type': 'injected',
            'storage.location.template': `s3://${bucketName}/data/\${dataset}/snapshots/\${snapshot}/${name}`,
          },
          partitionKeys: ['dataset', 'snapshot'].map((key) => ({ name: key, type: 'string' })),
          storageDescriptor: { columns, location: `s3://${bucketName}/data`, inputFormat, ...PARQUET },
        },
      })
      table.addResourceDependency(database)
    }
    this.workgroup = `${stackName}-releases`
    new CfnWorkGroup(this, 'Workgroup', {
      name: this.workgroup,
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        bytesScannedCutoffPerQuery: mostBytesAStatement,
        resultConfiguration: { outputLocation: `s3://${bucketName}/athena/`, encryptionConfiguration: { encryptionOption: 'SSE_S3' } },
      },
    })
    const arn = (service: string, resource: string, resourceName?: string) =>
      Stack.of(this).formatArn({ service, resource, ...(resourceName && { resourceName }) })
    const own = `${DeclaredTables.SCHEMA}_*`
    const allow = (actions: string[], resources: string[]) => new PolicyStatement({ effect: Effect.ALLOW, actions, resources })
    const statement = ['StartQueryExecution', 'GetQueryExecution', 'GetQueryResults', 'StopQueryExecution']
    this.rights = [
      allow(statement.map((action) => `athena:${action}`), [arn('athena', 'workgroup', this.workgroup)]), // prettier-ignore
      allow(
        ['glue:GetDatabase', 'glue:GetTable', 'glue:GetPartitions'],
        [
          arn('glue', 'catalog'),
          arn('glue', 'database', DeclaredTables.SCHEMA),
          arn('glue', 'table', `${DeclaredTables.SCHEMA}/*`),
          arn('glue', 'database', own),
          arn('glue', 'table', `${own}/*`),
        ],
      ),
      allow(
        ['glue:CreateDatabase', 'glue:DeleteDatabase', 'glue:CreateTable', 'glue:DeleteTable'],
        [arn('glue', 'catalog'), arn('glue', 'database', own), arn('glue', 'table', `${own}/*`)],
      ),
    ]
  }

  /** Accepts the patterns of names in these rights on the function that gets them. */
  acknowledgeRights(construct: Construct): void {
    const { region } = Stack.of(this)
    for (const pattern of [`database/${DeclaredTables.SCHEMA}_*`, `table/${DeclaredTables.SCHEMA}/*`, `table/${DeclaredTables.SCHEMA}_*/*`])
      acknowledge(
        construct,
        `IAM5[Resource::arn:<AWS::Partition>:glue:${region}:<AWS::AccountId>:${pattern}]`,
        'Each release has a schema of its own, named by a prefix that nothing else in the account has.',
      )
  }
}
