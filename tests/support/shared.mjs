// Elections that others made and whose licence does not let them lie here. A test that needs them skips, and says why,
// where they are absent: YC_SHARED names the folder that holds pb/, ranked/ and opinion/.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './house.mjs'

const folder = process.env.YC_SHARED ?? join(root, '../shared/data')

// The folder of one kind, or undefined; what `skip` of node:test takes.
export function shared(kind) {
  const path = join(folder, kind)
  return existsSync(path) ? { path, skip: false } : { path: undefined, skip: `no folder ${path}: set YC_SHARED` }
}
