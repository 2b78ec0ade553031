/** Who needs a setting: a process on this machine, every Lambda function or one of them, or an engine that runs remotely. */
export type SettingUser =
  'local' | 'lambda' | 'ingest-events' | 'answer-requests' | 'build-releases' | 'publish-bulletins' | 'maintain-datasets' | 'remote engine'

/** An environment variable that the product reads. */
export interface Setting<Value> {
  description: string
  neededBy: readonly SettingUser[]
  /** The value where the variable is not set; a description of it where `isComputed`. Absent: there is no default. */
  default?: string
  /** Whether the reader computes the default. */
  isComputed?: boolean
  /** Whether an empty variable counts as one that is not set. */
  isEmptyUnset?: boolean
  /** What would be right, for the error message. */
  expected: string
  /** The value of a text; undefined where it is wrong. */
  parse(text: string): Value | undefined
}

/** Keeps the literal type of a setting's default, so that `readSetting` knows which settings always have a value. */
export function setting<Value, const Kind extends Omit<Setting<Value>, 'parse'>>(
  declared: Kind & { parse(text: string): Value | undefined },
): Kind & { parse(text: string): Value | undefined } {
  return declared
}

/** Any text. */
export function text(value: string): string {
  return value
}
