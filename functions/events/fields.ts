import { codeLists, eventTypes, type FieldKind } from '../catalogue/catalogue.ts'
import { measures } from '../catalogue/measures.ts'
import { isMetric } from '../catalogue/names.ts'
import { nearestTargetCodes } from '../catalogue/target-codes.ts'
import { canonicalFormerRegion } from '../catalogue/former-regions.ts'
import { canonicalRegion, findRegion, regionTable } from '../catalogue/regions.ts'
import { spanningZone } from '../catalogue/zones.ts'
import { codeFor, typeFor } from '../catalogue/synonyms.ts'
import { fold, isEnterpriseId, withoutFraction } from '../domain/identifiers.ts'
import { holdsPersonalNumber } from '../domain/personal-numbers.ts'
import { readDay } from './day-field.ts'
import { readBoolean, readInteger, readMoney, readNumber, readShare } from './number-field.ts'
import { shown } from './problems.ts'
import {
  type FieldRead,
  accepted,
  asText,
  isRounded,
  personalNumber,
  readId,
  readLines,
  readName,
  readText,
  rejected,
  rounded,
  wrongType,
} from './text-field.ts'

/** What is wrong with a code that is not in the table, and what would be right: it may be newer than the table, or that of a zone. */
function unknownRegion(code: string, value: unknown): FieldRead {
  const zone = spanningZone(code)
  if (zone) {
    const hosts = zone.hosts.map((host) => findRegion(host)!)
    return rejected(
      'unknown_region',
      `${shown(value)} 是${zone.name}，功能区不是行政区划：请填所在县区 ${hosts.map((host) => `${host.code} ${host.name}`).join('、')}`,
      `${shown(value)} is a functional zone and no division: write the county it lies in, ${hosts.map((host) => `${host.code} ${host.nameEn}`).join(', ')}`,
    )
  }
  return rejected(
    'unknown_region',
    `${regionTable.year} 年的行政区划代码表（另含此后设立的县）中没有 ${shown(value)}；开发区等功能区请填所在县区的代码`,
    `no region ${shown(value)} in the table of codes of ${regionTable.year} (GB/T 2260, with the counties founded since); for a development zone write the county that it lies in`,
  )
}

function readRegion(value: unknown): FieldRead {
  const given = asText(value)
  if (isRounded(value)) return rounded()
  if (given === undefined) return wrongType('6、9 或 12 位行政区划代码', 'a region code of 6, 9 or 12 digits', value)
  const text = withoutFraction(fold(given))
  // A region that is no more is judged by the day of the event, see region-in-time.ts.
  const code = canonicalRegion(text) ?? canonicalFormerRegion(text)
  if (code) return accepted(code)
  return unknownRegion(text, value)
}

function readEnterprise(value: unknown): FieldRead {
  const given = asText(value)
  if (isRounded(value)) return rounded()
  if (given === undefined) return wrongType('统一社会信用代码', 'a unified social credit code', value)
  const folded = withoutFraction(fold(given))
  const code = /^local:/.test(folded) ? folded : folded.toUpperCase()
  // A credit code that is right is one, whatever else its digits might be.
  if (isEnterpriseId(code)) return code.startsWith('local:') && holdsPersonalNumber(code) ? personalNumber() : accepted(code)
  return code.length === 18
    ? rejected(
        'check_character',
        `统一社会信用代码 ${shown(value)} 的校验位不对`,
        `the check character of ${shown(value)} is wrong (GB 32100-2015)`,
      )
    : rejected(
        'malformed',
        `应为 18 位统一社会信用代码，或 local: 加小写字母、数字、连字符，收到 ${shown(value)}`,
        `expected an 18-character credit code, or local: and a-z 0-9 -, got ${shown(value)}`,
      )
}

function readCode(list: string, value: unknown): FieldRead {
  const codes = codeLists[list]!.codes
  if (typeof value !== 'string') return wrongType('代码', 'a code', value)
  const code = codeFor(list, value)
  if (code) return accepted(code)
  return rejected(
    'unknown_code',
    `${codeLists[list]!.title.zh}中没有 ${shown(value)}；可用：${Object.entries(codes)
      .map(([code, { zh }]) => `${zh}（${code}）`)
      .join('、')}`,
    `no code ${shown(value)} in ${list}; expected one of ${Object.keys(codes).join(', ')}`,
  )
}

function readMetric(value: unknown): FieldRead {
  const code = typeof value === 'string' ? fold(value) : ''
  return isMetric(code) || Object.hasOwn(measures, code)
    ? accepted(code)
    : rejected(
        'unknown_code',
        `指标表中没有 ${shown(value)}；相近的有 ${nearestTargetCodes(code)
          .map((near) => `${near.zh}（${near.code}）`)
          .join('、')}`,
        `no metric ${shown(value)} in the catalogue; near it are ${nearestTargetCodes(code)
          .map((near) => `${near.en} (${near.code})`)
          .join(', ')}`,
      )
}

function readEventTypeName(value: unknown): FieldRead {
  const name = typeof value === 'string' ? typeFor(value) : undefined
  return name !== undefined && eventTypes.has(name)
    ? accepted(name)
    : rejected('unknown_code', `目录中没有事件类型 ${shown(value)}`, `no event type ${shown(value)} in the catalogue`)
}

function readUrl(value: unknown): FieldRead {
  const read = readText(value, 2000)
  if (!read.ok || /^https?:\/\//.test(read.value as string)) return read
  return rejected('malformed', `应为 http 或 https 网址，收到 ${shown(value)}`, `expected an http or https address, got ${shown(value)}`)
}

/** The items of a list: a JSON array, or text joined by `;`. */
function readList(value: unknown, item: (one: unknown) => FieldRead): FieldRead {
  const items = typeof value === 'string' ? value.split(/[;；]/).filter((one) => one.trim() !== '') : value
  if (!Array.isArray(items)) return wrongType('列表', 'a list', value)
  const codes: string[] = []
  for (const one of items as unknown[]) {
    const read = item(one)
    if (!read.ok) return read
    codes.push(read.value as string)
  }
  return accepted(codes)
}

/** Reads one field of an event by its kind. Workers are read apart, since their value becomes a pseudonym. */
export function readField(kind: Exclude<FieldKind, 'worker'>, value: unknown): FieldRead {
  if (kind.startsWith('code:')) return readCode(kind.slice(5), value)
  if (kind.startsWith('codes:')) return readList(value, (one) => readCode(kind.slice(6), one))
  switch (kind) {
    case 'region':
      return readRegion(value)
    case 'enterprise':
      return readEnterprise(value)
    case 'enterprises':
      return readList(value, readEnterprise)
    case 'id':
      return readId(value, 128)
    case 'unit':
      return readText(value, 20)
    case 'name':
      return readName(value, 200)
    case 'text':
      return readLines(value, 2000)
    case 'url':
      return readUrl(value)
    case 'day':
      return readDay(value)
    case 'count':
      return readInteger(value, 1, 2_147_483_647)
    case 'headcount':
      return readInteger(value, 0, 2_147_483_647)
    case 'money':
      return readMoney(value)
    case 'boolean':
      return readBoolean(value)
    case 'metric':
      return readMetric(value)
    case 'event_type':
      return readEventTypeName(value)
    case 'share':
      return readShare(value)
    case 'sector_or_all':
      return value === 'all' || value === '全部' || value === '合计' ? accepted('all') : readCode('sector', value)
    case 'number': {
      const number = readNumber(value)
      return number === undefined ? wrongType('数字', 'a number', value) : accepted(number)
    }
    default:
      throw new Error(`field kind ${kind}: expected one of those in functions/catalogue/schema/event-types.ts`)
  }
}
