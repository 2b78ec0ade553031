import { writeFailure } from '../storage/write-failure.ts'
import { type HttpResponse, problemDocument } from './message.ts'

/** The answer to a request that needed a disk which takes no more; undefined for any other error. Reads go on. */
export function writeProblem(error: unknown): HttpResponse | undefined {
  switch (writeFailure(error)) {
    case 'full':
      return problemDocument(
        507,
        '存储空间已满，没有写入；已有数据仍可查看，腾出空间后请再传',
        'the disk of the store is full, and nothing was written: what is there can still be read, please send it again once there is space',
      )
    case 'read_only':
      return problemDocument(
        503,
        '存储只能读取，没有写入；已有数据仍可查看',
        'the store can only be read, and nothing was written: what is there can still be read',
      )
    default:
      return undefined
  }
}
