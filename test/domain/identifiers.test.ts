import { describe, expect, it } from 'vitest'
import {
  creditCheckCharacter,
  idCheckCharacter,
  idFault,
  isEnterpriseId,
  mobileNumber,
  plainNumber,
  plainUnit,
} from '../../functions/domain/identifiers.ts'

describe('identity numbers', () => {
  it('takes the example of GB 11643', () => {
    expect(idFault('11010519491231002X', '2026-11-24')).toBeUndefined()
    expect(idCheckCharacter('11010519491231002')).toBe('X')
  })
  it.each([
    ['110105194912310021', 'check'],
    ['11010519491331002X', 'birth'],
    ['11010520991231002X', 'birth'],
    ['110105491231002', 'length'],
    ['1101051949123100AX', 'characters'],
  ])('refuses %s for its %s', (id, fault) => {
    expect(idFault(id, '2026-11-24')).toBe(fault)
  })
})

describe('mobile numbers', () => {
  it.each(['13800138000', '+86 138 0013 8000', '138-0013-8000', '１３８００１３８０００'])('reads %s', (text) => {
    expect(mobileNumber(text)).toBe('13800138000')
  })
  it.each(['02112345678', '1380013800', '12800138000', ''])('refuses %j', (text) => {
    expect(mobileNumber(text)).toBeUndefined()
  })
})

describe('enterprise codes', () => {
  it('checks the last character of a credit code (GB 32100)', () => {
    expect(creditCheckCharacter('91350100M000100Y4')).toBe('3')
    expect(isEnterpriseId('91350100M000100Y43')).toBe(true)
    expect(isEnterpriseId('91350100M000100Y44')).toBe(false)
  })
  it('takes a local code in lower case only', () => {
    expect(isEnterpriseId('local:depot-7')).toBe(true)
    expect(isEnterpriseId('local:Depot')).toBe(false)
    expect(isEnterpriseId(`local:${'a'.repeat(65)}`)).toBe(false)
  })
})

describe('numbers as they are printed', () => {
  it.each([
    ['1.57亿', 157000000],
    ['8.4万', 84000],
    ['１２，３４５', 12345],
    ['9.6萬', 96000],
    ['0.1', 0.1],
    ['-3', -3],
  ])('reads %s as %d', (text, value) => {
    expect(plainNumber(text)).toBe(value)
  })
  it.each(['十二', '12人', '1,23', '', '1e5', '12..5'])('refuses %j', (text) => {
    expect(plainNumber(text)).toBeUndefined()
  })
  it('takes 万 and 亿 out of a unit', () => {
    expect(plainUnit('万人')).toEqual({ unit: '人', places: 4 })
    expect(plainUnit('亿元')).toEqual({ unit: '元', places: 8 })
    expect(plainUnit('家')).toEqual({ unit: '家', places: 0 })
  })
})
