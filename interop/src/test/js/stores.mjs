// A process with many stores, each as store.mjs makes it and told apart by the key `store`: tests of dozens of clients
// would otherwise spend their time on starting processes. The LiveStore packages are loaded once; store.mjs is loaded
// once for each store, which is what the number behind its name is for.
import { answerLines } from './lines.mjs'

const stores = new Map()
let loaded = 0

const load = (key) => {
  if (!stores.has(key)) stores.set(key, import(`./store.mjs?${++loaded}`))
  return stores.get(key)
}

const verb = (name) => async ({ store, ...request }) => (await load(store)).verbs[name](request)
const names = ['open', 'commit', 'awaitConfirmed', 'awaitPending', 'look', 'close']

answerLines(Object.fromEntries(names.map((name) => [name, verb(name)])), async ({ store }) =>
  `${store}: ${await (await load(store)).describe()}`,
)
