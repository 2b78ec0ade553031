import { HttpApi, HttpMethod, type IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'
import type { FunctionName } from '../functions/http/routes/route.ts'
import { gatewayRoutes } from './gateway-routes.ts'

export interface ApiProps {
  /** The functions that answer requests, as the route table names them. */
  functions: Record<FunctionName, LambdaFunction>
  /** Issuer and audience of the tokens: any OIDC provider, since Cognito user pools are not available in China. */
  issuer: string
  audience: string
}

/** The HTTP interface: the routes of the route table. Pages hold no data and are open; every path under /api asks for a token. */
export class Api extends Construct {
  readonly url: string

  constructor(scope: Construct, id: string, { functions, issuer, audience }: ApiProps) {
    super(scope, id)
    const api = new HttpApi(this, 'Http', { disableExecuteApiEndpoint: false })
    const authorizer: IHttpRouteAuthorizer = new HttpJwtAuthorizer('Token', issuer, { jwtAudience: [audience] })
    // One integration and one permission for a function, not one for each route: a function's policy is limited to 20 KB.
    const integrationOf = (lambda: LambdaFunction) =>
      new HttpLambdaIntegration(`To${lambda.node.path.split('/').at(-2)}`, lambda, { scopePermissionToRoute: false })
    const integrations = {
      'ingest-events': integrationOf(functions['ingest-events']),
      'answer-requests': integrationOf(functions['answer-requests']),
      'build-releases': integrationOf(functions['build-releases']),
      'publish-bulletins': integrationOf(functions['publish-bulletins']),
    } satisfies Record<FunctionName, HttpLambdaIntegration>
    const add = (path: string, method: 'GET' | 'POST', name: FunctionName, isOpen = false) =>
      api.addRoutes({ path, methods: [HttpMethod[method]], integration: integrations[name], ...(!isOpen && { authorizer }) })
    for (const { path, method, function: name } of gatewayRoutes()) add(path, method, name)
    // Unknown paths of the API get a problem document.
    add('/api/{proxy+}', 'GET', 'answer-requests')
    add('/{proxy+}', 'GET', 'answer-requests', true)
    add('/', 'GET', 'answer-requests', true)
    this.url = api.apiEndpoint
  }
}
