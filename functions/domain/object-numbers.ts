/** Numbers objects in the order in which they are asked for, so that a text key can name one. An object that is gone keeps nothing alive. */
export function objectNumbers<T extends object>(): (object: T) => number {
  const numbers = new WeakMap<T, number>()
  let last = 0
  return (object) => {
    const number = numbers.get(object) ?? ++last
    numbers.set(object, number)
    return number
  }
}
