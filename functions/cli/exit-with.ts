/** Makes an action that ends the process with the code that the work returns: the threads of a context would keep it alive. */
export function exitWith<Arguments extends unknown[]>(work: (...given: Arguments) => Promise<number>) {
  return async (...given: Arguments): Promise<void> => process.exit(await work(...given))
}
