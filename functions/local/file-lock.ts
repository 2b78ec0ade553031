import { readFileSync, rmSync, writeFileSync } from 'node:fs'

const WAIT_MS = 100

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function tryLock(path: string): boolean {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return false
  }
}

/** Removes the lock of a process that no longer runs. */
function breakStaleLock(path: string): void {
  try {
    const pid = Number(readFileSync(path, 'utf8'))
    if (pid > 0 && !isRunning(pid)) rmSync(path, { force: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

/**
 * Runs `work` while no other process of this machine holds the lock at `path`; blocks the thread while it waits. For developer
 * tools: a lock that was left by a killed process is broken, and two processes that break the same lock in the same instant could both
 * go on.
 */
export function withFileLock<Result>(path: string, work: () => Result): Result {
  const sleeper = new Int32Array(new SharedArrayBuffer(4))
  while (!tryLock(path)) {
    breakStaleLock(path)
    Atomics.wait(sleeper, 0, 0, WAIT_MS)
  }
  try {
    return work()
  } finally {
    rmSync(path, { force: true })
  }
}
