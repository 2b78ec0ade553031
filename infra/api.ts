import { HttpApi, HttpMethod, type IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'

export interface ApiProps {
  receive: LambdaFunction
  answer: LambdaFunction
  refresh: LambdaFunction
  publish: LambdaFunction
  /** Issuer and audience of the tokens: any OIDC provider, since Cognito user pools are not to be had in China. */
  issuer: string
  audience: string
}

/** The HTTP interface. Pages hold no data and are open; every path under /api asks for a token. */
export class Api extends Construct {
  readonly url: string

  constructor(scope: Construct, id: string, { receive, answer, refresh, publish, issuer, audience }: ApiProps) {
    super(scope, id)
    const api = new HttpApi(this, 'Http', { disableExecuteApiEndpoint: false })
    const authorizer: IHttpRouteAuthorizer = new HttpJwtAuthorizer('Token', issuer, { jwtAudience: [audience] })
    const route = (path: string, methods: HttpMethod[], lambda: LambdaFunction, isOpen = false) => {
      const integration = new HttpLambdaIntegration(`To${lambda.node.path.split('/').at(-2)}`, lambda)
      api.addRoutes({ path, methods, integration, ...(!isOpen && { authorizer }) })
    }
    route('/api/v1/{dataset}/events', [HttpMethod.POST], receive)
    route('/api/v1/{dataset}/receipts', [HttpMethod.GET], receive)
    route('/api/v1/{dataset}/receipts/{proxy+}', [HttpMethod.GET], receive)
    route('/api/v1/{dataset}/uploads', [HttpMethod.POST], receive)
    route('/api/v1/{dataset}/uploads/{id}', [HttpMethod.GET], receive)
    route('/api/v1/{dataset}/erasures', [HttpMethod.GET, HttpMethod.POST], receive)
    route('/api/v1/{dataset}/templates/{file}', [HttpMethod.GET], receive)
    route('/api/v1/{dataset}/releases', [HttpMethod.POST], refresh)
    route('/api/v1/{dataset}/bulletins', [HttpMethod.GET, HttpMethod.POST], publish)
    route('/api/v1/{dataset}/bulletins/{proxy+}', [HttpMethod.GET], publish)
    route('/api/{proxy+}', [HttpMethod.GET], answer)
    route('/{proxy+}', [HttpMethod.GET], answer, true)
    route('/', [HttpMethod.GET], answer, true)
    this.url = api.apiEndpoint
  }
}
