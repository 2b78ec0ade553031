import { codeName } from '../../catalogue/catalogue.ts'
import { limitedTo } from '../sentences.zh.ts'

/** The name of something that is of all sectors or of one. */
export const nameInSector = (name: string, sector: string): string =>
  sector === 'all' ? name : limitedTo(name, codeName('sector', sector).zh)
