import { Logger } from '@aws-lambda-powertools/logger'
import { MetricUnit, Metrics } from '@aws-lambda-powertools/metrics'
import { readSetting } from '../settings/read-setting.ts'
import { errorFacts } from './error-facts.ts'
import type { Facts } from './facts.ts'
import { METRICS, NAMESPACE, type MetricName } from './metrics.ts'

/** What Lambda hands to a handler beside the event, as far as it is logged. */
export interface Invocation {
  awsRequestId: string
}

/** The log and the metrics of one function: JSON lines, and metrics in the same lines (CloudWatch embedded metric format). */
export interface Observer {
  /** Logs that something was done. */
  log(message: string, facts?: Facts): void
  /** Logs an error that was handled or will end the invocation, and counts it. */
  failure(error: unknown, facts?: Facts): void
  metric(name: MetricName, value: number): void
  /** A handler whose invocations are logged with their id; its error is logged and thrown on, and its metrics are written at the end. */
  handler<Event, Result>(handle: (event: Event) => Promise<Result>): (event: Event, invocation?: Invocation) => Promise<Result>
}

/** The observer of a function, by its name in `infra/bundles.ts`. Throws WrongSetting for a wrong LOG_LEVEL. */
export function observe(functionName: string): Observer {
  const logger = new Logger({ serviceName: functionName, logLevel: readSetting('LOG_LEVEL') })
  const metrics = new Metrics({ namespace: NAMESPACE, serviceName: functionName })
  const counted = new WeakSet<object>()
  const observer: Observer = {
    log: (message, facts = {}) => logger.info(message, { ...facts }),
    failure(error, facts = {}) {
      // An error that was handled once and thrown on is one failure.
      if (typeof error === 'object' && error !== null && counted.has(error)) return
      if (typeof error === 'object' && error !== null) counted.add(error)
      logger.error('failure', { ...facts, failure: errorFacts(error) })
      observer.metric('Failures', 1)
    },
    metric: (name, value) => metrics.addMetric(name, MetricUnit[METRICS[name].unit], value),
    handler: (handle) => async (event, invocation) => {
      logger.appendKeys({ request_id: invocation?.awsRequestId })
      try {
        return await handle(event)
      } catch (error) {
        observer.failure(error)
        throw error
      } finally {
        if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics()
      }
    },
  }
  return observer
}
