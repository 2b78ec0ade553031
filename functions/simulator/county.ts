import type { Day } from '../domain/calendar.ts'

/** What a county has when its workers appear: unions to join, enterprises to work for, sites to be served at. */
export interface County {
  region: string
  unions: { id: string; sector: string; since: Day }[]
  enterprises: { id: string; sector: string }[]
  sites: { id: string; since: Day }[]
}

/** A county with the share of the workers that it gets. */
export interface WeightedCounty {
  weight: number
  county: County
}
