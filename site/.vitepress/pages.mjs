// Which files of the repository are pages, where they are on the site, and how one finds them.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

/** Pages outside `docs`, whose own pages have the names that they have there. */
const ELSEWHERE = {
  'site/index.md': 'index.md',
  'README.md': 'getting-started.md',
  'CHANGELOG.md': 'changes.md',
  'CONTRIBUTING.md': 'contributing.md',
  'SECURITY.md': 'reporting-a-weakness.md',
  'bench/README.md': 'benchmarks.md',
  'js/weir-sync/README.md': 'weir-sync.md',
}

const GROUPS = [
  ['First steps', [
    ['README.md', 'Getting started'],
    ['docs/tutorial.md', 'Tutorial'],
    ['docs/concepts.md', 'Concepts'],
    ['docs/demo.md', 'The demo'],
    ['docs/migration.md', 'Moving from the JavaScript proxy'],
  ]],
  ['Running it', [
    ['docs/operations.md', 'Operations'],
    ['docs/command-line.md', 'The command line'],
    ['docs/console.md', 'The console'],
    ['docs/distribution.md', 'An archive without Java'],
    ['docs/limits.md', 'Limits'],
    ['docs/authentication.md', 'Who may sync'],
    ['docs/security.md', 'Security'],
    ['docs/threat-model.md', 'Threat model'],
  ]],
  ['In your app or server', [
    ['docs/companion.md', 'The companion package'],
    ['js/weir-sync/README.md', 'weir-sync, fault by fault'],
    ['docs/own-server.md', 'The proxy in your own server'],
    ['docs/spring-boot.md', 'Spring Boot'],
    ['docs/interceptors.md', 'Your own rules for pushes'],
    ['docs/sync-backend.md', 'A store’s log from Java'],
    ['docs/replica.md', 'A replica in a JVM service'],
    ['docs/s2-sdk.md', 'The S2 SDK for Java'],
  ]],
  ['Reference', [
    ['docs/protocol.md', 'The sync protocol'],
    ['docs/stock-clients.md', 'Stock clients in trouble'],
    ['docs/s2-conformance.md', 'S2, point by point'],
    ['docs/storage-format.md', 'What is on disk'],
    ['docs/performance.md', 'Performance'],
    ['bench/README.md', 'Benchmarks'],
  ]],
  ['The project', [
    ['docs/architecture.md', 'Architecture'],
    ['CONTRIBUTING.md', 'Contributing'],
    ['CHANGELOG.md', 'Changes'],
    ['SECURITY.md', 'Reporting a weakness'],
  ]],
]

const DECISIONS = 'docs/decisions'
const REPORTS = 'docs/reports'

/** Every page: its file in the repository to its file on the site. */
export const pages = new Map([
  ...Object.entries(ELSEWHERE),
  ...markdownOf('docs').map((file) => [file, file.slice('docs/'.length).replace(/README\.md$/, 'index.md')]),
])

export function sidebar() {
  const listed = new Set(GROUPS.flatMap(([, items]) => items.map(([file]) => file)))
  const others = [...pages.keys()].filter(
    (file) => !listed.has(file) && !file.startsWith(`${DECISIONS}/`) && file !== 'site/index.md')
  const reports = others.filter((file) => file.startsWith(`${REPORTS}/`))
  const more = others.filter((file) => !reports.includes(file))
  return [
    ...GROUPS.map(([text, items]) => group(text, items.filter(([file]) => existsSync(join(root, file))))),
    ...titled('Reports', reports),
    ...titled('More', more),
    { ...group('Decisions', decisions()), link: '/decisions/', collapsed: true },
  ]
}

/** Appended to the page of the decisions, which in a repository browser stands above their list of files. */
export function listOfDecisions() {
  return decisions().map(([file, text]) => `- [${text}](${file.slice(DECISIONS.length + 1)})\n`).join('')
}

function decisions() {
  return [...pages.keys()]
    .filter((file) => file.startsWith(`${DECISIONS}/0`))
    .map((file) => [file, title(file)])
}

function titled(text, files) {
  return files.length === 0 ? [] : [group(text, files.map((file) => [file, title(file)]))]
}

function group(text, items) {
  return { text, items: items.map(([file, name]) => ({ text: name, link: `/${pages.get(file).slice(0, -'.md'.length)}` })) }
}

function title(file) {
  return readFileSync(join(root, file), 'utf8').match(/^# (.*)$/m)?.[1].replaceAll('`', '') ?? file
}

function markdownOf(directory) {
  return readdirSync(join(root, directory), { recursive: true })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `${directory}/${file.replaceAll('\\', '/')}`)
    .sort()
}
