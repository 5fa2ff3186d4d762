// Builds a web app for Weir: installs its packages and has Vite build it, each only where something has changed.
//
//     node js/build-web/build-web.mjs PROJECT OUT [optional]
//
// PROJECT has a package.json, its package-lock.json, and a script `build` that understands Vite's options. What it is
// built from lies in PROJECT, and where its package.json has `inputs`, there too. OUT gets the app; beside it, a file
// with the suffix `.inputs` says what it was built from. With `optional`, an app that cannot
// be built is left out with a warning, as where no npm registry can be reached.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const OURS_TO_SKIP = new Set(['node_modules', 'target', 'dist', 'test', 'pom.xml', '.temp'])

const [project, out] = process.argv.slice(2, 4).map((path) => resolve(path))
const isOptional = process.argv[4] === 'optional'
if (out === undefined) fail('usage: node build-web.mjs PROJECT OUT')

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`Node 20.19 or newer is needed to build ${project}, and this is ${process.versions.node}`)
}

const inputs = digest([...inputsOf(project), ...inputsElsewhere(), fileURLToPath(import.meta.url)])
const stamp = `${out}.inputs`
if (existsSync(join(out, 'index.html')) && readIfThere(stamp) === inputs) process.exit(0)

install()
rmSync(stamp, { force: true })
npm('run', 'build', '--', '--outDir', out, '--emptyOutDir')
mkdirSync(dirname(stamp), { recursive: true })
writeFileSync(stamp, inputs)

/** Not `npm ci`: it wants the optional packages of every platform in the lock file. */
function install() {
  const lock = readFileSync(join(project, 'package-lock.json'), 'utf8')
  const installed = join(project, 'node_modules', '.installed-lock.json')
  if (readIfThere(installed) === lock) return
  npm('install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund')
  writeFileSync(installed, lock)
}

function npm(...words) {
  // On Windows npm is a script, which only a shell starts.
  const { status, error } = spawnSync('npm', words, { cwd: project, stdio: 'inherit', shell: process.platform === 'win32' })
  if (error !== undefined) fail(`npm is needed to build ${project}: ${error.message}`)
  if (status !== 0) fail(`npm ${words.join(' ')} failed in ${project}`)
}

function inputsOf(directory) {
  return readdirSync(directory, { withFileTypes: true })
    .filter(({ name }) => !OURS_TO_SKIP.has(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? inputsOf(join(directory, entry.name)) : [join(directory, entry.name)]))
}

function inputsElsewhere() {
  const { inputs = [] } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'))
  return inputs
    .map((path) => join(project, path))
    .flatMap((path) => (statSync(path).isDirectory() ? inputsOf(path) : [path]))
}

/** The same wherever the project lies: the stamp goes into the app's jar. */
function digest(files) {
  const hash = createHash('sha256')
  for (const file of files) hash.update(`${relative(project, file)}\0`).update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

function fail(why) {
  console.error(`build-web: ${isOptional ? 'left out: ' : ''}${why}`)
  process.exit(isOptional ? 0 : 1)
}
