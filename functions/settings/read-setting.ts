import type { Setting } from './setting.ts'
import { settings } from './settings.ts'

type Settings = typeof settings

export type SettingName = keyof Settings

type Value<Name extends SettingName> = NonNullable<ReturnType<Settings[Name]['parse']>>

type Optional<Name extends SettingName> = Settings[Name] extends { default: string }
  ? Settings[Name] extends { isComputed: true }
    ? undefined
    : never
  : undefined

/** A wrong or missing setting. The message names the variable, its value and what would be right. */
export class WrongSetting extends Error {
  override name = 'WrongSetting'

  constructor(name: SettingName, problem: string, options?: ErrorOptions) {
    super(`environment variable ${name}${problem.startsWith(':') ? '' : ' '}${problem}`, options)
  }
}

/** The value of a setting, or its default; undefined where there is neither. Throws WrongSetting. */
export function readSetting<Name extends SettingName>(name: Name): Value<Name> | Optional<Name> {
  const declared: Setting<unknown> = settings[name]
  const given = process.env[name]
  const isSet = given !== undefined && !(given === '' && declared.isEmptyUnset)
  const text = isSet ? given : declared.isComputed ? undefined : declared.default
  if (text === undefined) return undefined as Optional<Name>
  const value = declared.parse(text)
  if (value === undefined) throw new WrongSetting(name, `: expected ${declared.expected}, got ${text}`)
  return value as Value<Name>
}

/** The value of a setting that must be there, and not empty. Throws WrongSetting. */
export function requireSetting<Name extends SettingName>(name: Name): Value<Name> {
  const value = process.env[name] === '' ? undefined : readSetting(name)
  if (value === undefined) throw new WrongSetting(name, `is not set: ${settings[name].description}`)
  return value as Value<Name>
}
