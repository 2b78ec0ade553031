import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  type ISectionOptions,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx'
import type { Block, Bulletin, BulletinTable } from './model.ts'
import { simulatedMark } from './sentences.zh.ts'

/** Millimetres to twentieths of a point. */
const mm = (length: number) => Math.round((length / 25.4) * 1440)

/** Fonts of official documents (GB/T 9704-2012); Word and WPS substitute one that is not installed. */
const FANGSONG = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '仿宋_GB2312' }
const HEITI = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '黑体' }
const SONGTI = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '宋体' }
const TITLE = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '方正小标宋简体' }

/** 28 points a line: 22 lines on the type area of 225 mm. */
const LINE = { line: 560, lineRule: 'exact' as const }
const RED = 'C00000'

/** Characters that XML cannot hold are dropped; all others are escaped by the library. */
function legal(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
}

/** A text in a font, its size in points. */
function run(text: string, { font, size, color }: { font: typeof FANGSONG; size: number; color?: string }): TextRun {
  return new TextRun({ text: legal(text), font, size: size * 2, ...(color && { color }) })
}

function cell(text: string, { isFirst, isHead, width }: { isFirst: boolean; isHead: boolean; width: number }): TableCell {
  return new TableCell({
    verticalAlign: VerticalAlign.CENTER,
    margins: { left: 60, right: 60 },
    width: { size: width, type: WidthType.DXA },
    children: [
      new Paragraph({
        alignment: isHead ? AlignmentType.CENTER : isFirst ? AlignmentType.LEFT : AlignmentType.RIGHT,
        children: [run(text, { font: isHead ? HEITI : SONGTI, size: 10.5 })],
      }),
    ],
  })
}

const TYPE_AREA = mm(156)

/** Column widths by the longest text in each, within the type area. */
function widths(table: BulletinTable): number[] {
  const longest = table.header.map((head, index) =>
    Math.min(
      28,
      Math.max(
        ...[head, ...table.rows.map((row) => row[index] ?? '')].map((text) =>
          [...text].reduce((sum, sign) => sum + (sign > '\u2e80' ? 2 : 1), 0),
        ),
      ) + 4,
    ),
  )
  const total = longest.reduce((sum, one) => sum + one, 0)
  return longest.map((one) => Math.floor((one / total) * TYPE_AREA))
}

function tableOf(table: BulletinTable): (Paragraph | Table)[] {
  const columns = widths(table)
  const thin = { style: BorderStyle.SINGLE, size: 4, color: '808080' }
  const none = { style: BorderStyle.NONE, size: 0, color: 'auto' }
  const thick = { style: BorderStyle.SINGLE, size: 10, color: '000000' }
  return [
    new Paragraph({
      alignment: AlignmentType.CENTER,
      keepNext: true,
      spacing: { before: 160, after: 80 },
      children: [run(table.caption, { font: HEITI, size: 12 })],
    }),
    new Table({
      alignment: AlignmentType.CENTER,
      layout: TableLayoutType.FIXED,
      columnWidths: columns,
      width: { size: columns.reduce((sum, one) => sum + one, 0), type: WidthType.DXA },
      borders: { top: thick, bottom: thick, left: none, right: none, insideVertical: none, insideHorizontal: thin },
      rows: [
        new TableRow({
          tableHeader: true,
          cantSplit: true,
          children: table.header.map((text, index) => cell(text, { isFirst: index === 0, isHead: true, width: columns[index]! })),
        }),
        ...table.rows.map(
          (row) =>
            new TableRow({
              cantSplit: true,
              children: row.map((text, index) => cell(text, { isFirst: index === 0, isHead: false, width: columns[index]! })),
            }),
        ),
      ],
    }),
  ]
}

function blockOf(block: Block): (Paragraph | Table)[] {
  switch (block.kind) {
    case 'heading':
      return [
        new Paragraph({
          spacing: LINE,
          indent: { firstLine: 640 },
          keepNext: true,
          children: [run(block.text, { font: HEITI, size: 16 })],
        }),
      ]
    case 'paragraph':
      return [
        new Paragraph({
          spacing: LINE,
          indent: { firstLine: 640 },
          alignment: AlignmentType.BOTH,
          children: [run(block.text, { font: FANGSONG, size: 16 })],
        }),
      ]
    case 'note':
      return [new Paragraph({ spacing: { before: 80, after: 120 }, children: [run(`注：${block.text}`, { font: SONGTI, size: 10.5 })] })]
    case 'table':
      return tableOf(block.table)
  }
}

/** The mark of simulated data, the number of the edition above a red line, and the title. */
function headOf(bulletin: Bulletin): Paragraph[] {
  const mark = simulatedMark(bulletin)
  return [
    ...(mark ? [new Paragraph({ alignment: AlignmentType.CENTER, children: [run(mark, { font: HEITI, size: 16, color: RED })] })] : []),
    new Paragraph({
      alignment: AlignmentType.CENTER,
      spacing: { before: 240, after: 360 },
      border: { bottom: { style: BorderStyle.SINGLE, size: 12, color: RED, space: 6 } },
      children: [run(bulletin.number, { font: FANGSONG, size: 16, color: RED })],
    }),
    new Paragraph({
      alignment: AlignmentType.CENTER,
      spacing: { line: 640, lineRule: 'exact' as const, after: 480 },
      children: [run(bulletin.title, { font: TITLE, size: 22 })],
    }),
  ]
}

/** The page number as — 1 —, and below it which edition and release this is. */
function footerOf(bulletin: Bulletin): Footer {
  const mark = simulatedMark(bulletin)
  return new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [new TextRun({ font: SONGTI, size: 28, children: ['— ', PageNumber.CURRENT, ' —'] })],
      }),
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [
          run([mark, bulletin.number, `发布版 ${bulletin.release}`].filter(Boolean).join(' · '), {
            font: SONGTI,
            size: 8,
            color: '666666',
          }),
        ],
      }),
    ],
  })
}

/** A bulletin as a Word document laid out like an official one: A4, type area 156 × 225 mm, 仿宋 16 pt, page numbers — 1 —. */
export async function bulletinDocx(bulletin: Bulletin): Promise<Uint8Array> {
  const section: ISectionOptions = {
    properties: {
      page: {
        size: { width: mm(210), height: mm(297) },
        margin: { top: mm(37), bottom: mm(35), left: mm(28), right: mm(26), footer: mm(28) },
      },
    },
    footers: { default: footerOf(bulletin) },
    children: [...headOf(bulletin), ...bulletin.blocks.flatMap(blockOf)],
  }
  const document = new Document({
    title: bulletin.title,
    creator: '同路 Tonglu',
    description: `发布版 ${bulletin.release}`,
    sections: [section],
  })
  return new Uint8Array(await Packer.toBuffer(document))
}
