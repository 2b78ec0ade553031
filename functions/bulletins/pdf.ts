import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { readSetting } from '../settings/read-setting.ts'
import type { Bulletin } from './model.ts'
import { simulatedMark } from './sentences.zh.ts'

/** Where the fonts lie: the npm package @embedpdf/fonts-sc (Noto Sans SC, OFL), or beside the bundle in Lambda. */
const FONTS = readSetting('FONTS_DIR') ?? join(dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-sc')), '../fonts')
const LAYOUT = readSetting('BULLETIN_LAYOUT_DIR') ?? import.meta.dirname

let compiler: NodeCompiler | undefined

/** A bulletin as PDF with its fonts embedded; the same bulletin gives the same pages. */
export function bulletinPdf(bulletin: Bulletin): Uint8Array {
  compiler ??= NodeCompiler.create({ fontArgs: [{ fontPaths: [FONTS] }], workspace: LAYOUT })
  const pdf = compiler.pdf(
    {
      mainFileContent: readFileSync(join(LAYOUT, 'bulletin.typ'), 'utf8'),
      inputs: { bulletin: JSON.stringify(bulletin), simulated: simulatedMark(bulletin) },
    },
    { creationTimestamp: Math.floor(Date.parse(bulletin.compiled_at) / 1000) },
  )
  compiler.evictCache(10)
  return new Uint8Array(pdf)
}
