import type { Bilingual } from '#domain/language.ts'

/** Uploads, receipts and templates. */
export const uploadText = {
  uploadNote: {
    zh: '把表格拖到这里，或选择文件。先检查一遍再报送：检查不写入任何内容。每一行要么收下、要么重复、要么冲突、要么不收，不收的写明原因。身份证号、手机号只在进门时变成不可还原的代号，不保存原文。',
    en: 'Drop a table here, or choose a file. Check it first: a check writes nothing. Every row is accepted, a duplicate, a conflict or rejected, with the reason. Identity and phone numbers become keyed codes at the door and are not kept.',
  },
  chooseFile: { zh: '选择文件', en: 'Choose a file' },
  dropHere: { zh: '或把文件拖到这里', en: 'or drop it here' },
  formats: {
    zh: 'XLSX、JSON 一次最多 32 MiB；CSV（UTF-8、GB18030、UTF-16）和 NDJSON 一次最多 2 GiB',
    en: 'XLSX and JSON up to 32 MiB; CSV (UTF-8, GB18030, UTF-16) and NDJSON up to 2 GiB',
  },
  check: { zh: '只检查', en: 'Check only' },
  send: { zh: '报送', en: 'Send' },
  sending: { zh: '正在传送', en: 'Sending' },
  checked: { zh: '检查结果（没有写入）', en: 'What a check found (nothing was written)' },
  receipt: { zh: '回执', en: 'Receipt' },
  rowsTotal: { zh: '总行数', en: 'Rows' },
  accepted: { zh: '收下', en: 'Accepted' },
  duplicates: { zh: '重复', en: 'Duplicates' },
  conflicts: { zh: '冲突', en: 'Conflicts' },
  rejected: { zh: '不收', en: 'Rejected' },
  errorRow: { zh: '行', en: 'Row' },
  errorField: { zh: '字段', en: 'Field' },
  wholeRow: { zh: '整行', en: 'the whole row' },
  errorReason: { zh: '原因', en: 'Reason' },
  moreErrors: { zh: '只列前 200 条，其余见文件', en: 'The first 200; the file has them all' },
  reading: { zh: '已送达，正在逐行核对…', en: 'Arrived; reading row by row…' },
  rejectedFile: {
    zh: '不收和冲突的行，每行附原因；改好后可以直接再报',
    en: 'Rejected and conflicting rows with reasons; mend them and send the file again',
  },
  manyRows: {
    zh: '行很多时文件只含一部分，文件名写明是哪些行；其余的在网址后加 ?after=最后一行的行号',
    en: 'A file of very many rows holds a part of them, and says in its name which: add ?after=LAST-ROW to its address for the rest',
  },
  latestReceipts: { zh: '最近的回执', en: 'Latest receipts' },
  noReceipts: { zh: '还没有收到过文件', en: 'Nothing was received yet' },
  receivedAt: { zh: '收到时间（北京时间）', en: 'Received (Beijing time)' },
  asFile: { zh: '不收的行', en: 'Rejected rows' },
  makeRelease: { zh: '生成发布版，让页面显示新数', en: 'Build a release, so that the pages show it' },
  building: { zh: '正在生成…', en: 'Building…' },
  built: { zh: '现在显示的发布版', en: 'The pages now show release' },
  templates: { zh: '填报模板', en: 'Templates' },
  templatesNote: {
    zh: '各列均为文本，带下拉列表和填报说明。示例行是作废行，忘了删也不会计入。',
    en: 'All columns are text, with drop-downs and notes. The example row is a void: it counts nothing.',
  },
  noServer: {
    zh: '没有连上服务器，什么也没有收到；请再试一次',
    en: 'The server could not be reached and nothing was received; please try again',
  },
} satisfies Record<string, Bilingual>
