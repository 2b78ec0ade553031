/** Media types of the files that the system accepts and gives out. */
export const CSV = 'text/csv'
export const NDJSON = 'application/x-ndjson'
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
export const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
export const PDF = 'application/pdf'
export const HTML = 'text/html'
export const ATOM = 'application/atom+xml'

/** A text type with its encoding, as a content-type header states it. */
export const inUtf8 = (mediaType: string) => `${mediaType}; charset=utf-8`
