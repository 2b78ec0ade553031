import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../..')

function run(command: string, parameters: readonly string[], cwd = ROOT): string {
  const { status, stdout, stderr } = spawnSync(command, parameters, { cwd, encoding: 'utf8', maxBuffer: 1024 ** 3 })
  if (status !== 0) throw new Error(`${command} ${parameters.join(' ')}:\n${stderr}`)
  return stdout
}

const isSameLock = (tree: string) => readFileSync(join(tree, 'package-lock.json')).equals(readFileSync(join(ROOT, 'package-lock.json')))

/** Extracts the tree of a commit into `folder`. An archive and not a worktree, so that nothing is registered in the repository. */
function extract(hash: string, folder: string): void {
  const archive = `${folder}.tar`
  run('git', ['archive', '--format=tar', `--output=${archive}`, hash])
  run('tar', ['-xf', archive, '-C', folder])
  rmSync(archive)
}

/**
 * Returns the folder of the tree of a commit, with packages of its own; creates it under `.build/against` the first time. Throws if there is
 * no such commit.
 */
export function otherTree(commit: string): string {
  const hash = run('git', ['rev-parse', '--verify', `${commit}^{commit}`]).trim()
  const tree = join(ROOT, '.build/against', hash)
  if (existsSync(tree)) return tree
  const unfinished = `${tree}.${process.pid}`
  mkdirSync(unfinished, { recursive: true })
  extract(hash, unfinished)
  // Hard links cost no space and no time; npm replaces files and does not write into them.
  if (isSameLock(unfinished)) run('cp', ['-al', join(ROOT, 'node_modules'), join(unfinished, 'node_modules')])
  else run('npm', ['ci', '--no-audit', '--no-fund'], unfinished)
  renameSync(unfinished, tree)
  return tree
}
