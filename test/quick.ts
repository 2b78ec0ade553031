/**
 * The files of `npm run test:quick`: rules without a store, an engine, a browser or a built dashboard, in less than half a minute. A new
 * file belongs here if it takes less than a second or two by itself.
 */
export const QUICK = [
  'test/*.test.ts',
  'test/bench/**/*.test.ts',
  'test/catalogue/**/*.test.ts',
  'test/dashboard/{compared,texts,tiles}.test.ts',
  'test/domain/**/*.test.ts',
  'test/event-log/log.test.ts',
  'test/events/**/*.test.ts',
  'test/ingest/read-body.test.ts',
  'test/queries/{acts,cells,portability}.test.ts',
  'test/reporting/**/*.test.ts',
  'test/simulator/**/*.test.ts',
]
