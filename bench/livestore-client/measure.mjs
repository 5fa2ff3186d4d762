// One task of a real LiveStore store (adapter-node, sync-s2), timed; prints a line `name=value` for each figure.
//
//   node measure.mjs commit DIRECTORY|- EVENTS             without a backend
//   node measure.mjs confirm ENDPOINT STORE DIRECTORY|- EVENTS
//   node measure.mjs catch-up ENDPOINT STORE DIRECTORY EVENTS   then opens the store again
import { makeAdapter } from '@livestore/adapter-node'
import { createStorePromise, Events, makeSchema, Schema, State } from '@livestore/livestore'
import { makeSyncBackend } from '@livestore/sync-s2'
import { LogLevel } from '@livestore/utils/effect'

const NOWHERE = 'http://127.0.0.1:1/api/s2'
const WARM_UP = 100

const todos = State.SQLite.table({
  name: 'todos',
  columns: {
    id: State.SQLite.text(),
    text: State.SQLite.text(),
    done: State.SQLite.boolean(),
  },
})
const events = {
  todoCreated: Events.synced({
    name: 'v1.TodoCreated',
    schema: Schema.Struct({ id: Schema.String, text: Schema.String, done: Schema.Boolean }),
  }),
}
const materializers = State.SQLite.materializers(events, {
  'v1.TodoCreated': ({ id, text, done }) => todos.insert({ id, text, done }),
})
const schema = makeSchema({ events, state: State.SQLite.makeState({ tables: { todos }, materializers }) })
const event = () => events.todoCreated({ id: '0123456789abcdef', text: 'x'.repeat(60), done: false })

const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis))
const print = (name, value) => process.stdout.write(`${name}=${value}\n`)
for (const level of ['log', 'info', 'debug']) console[level] = (...words) => console.error(...words)

const open = (endpoint, storeId, directory) =>
  createStorePromise({
    schema,
    storeId,
    adapter: makeAdapter({
      storage: directory === '-' ? { type: 'in-memory' } : { type: 'fs', baseDirectory: directory },
      clientId: 'npm',
      sessionId: 'npm',
      sync: { backend: makeSyncBackend({ endpoint }), initialSyncOptions: { _tag: 'Skip' } },
    }),
    disableDevtools: true,
    logLevel: LogLevel.None,
  })

const holds = async (condition) => {
  while (!(await condition())) await pause(5)
}

const commit = async (directory, count) => {
  const store = await open(NOWHERE, 'commits', directory)
  const run = async (from, to) => {
    for (let i = from; i < to; i++) {
      store.commit(event())
      if (i % 50 === 0) await pause(0) // the leader gets its turn
    }
    await holds(async () => (await store._dev.syncStates()).leader.pending.length >= to)
  }
  await run(0, WARM_UP)
  const start = performance.now()
  await run(WARM_UP, WARM_UP + count)
  print('commits', (count * 1000) / (performance.now() - start))
  process.exit(0)
}

const confirm = async (endpoint, storeId, directory, count) => {
  const store = await open(endpoint, storeId, directory)
  const confirmed = store.events()[Symbol.asyncIterator]()
  const times = []
  for (let i = 0; i < WARM_UP + count; i++) {
    const start = performance.now()
    store.commit(event())
    await confirmed.next()
    if (i >= WARM_UP) times.push(performance.now() - start)
  }
  times.sort((a, b) => a - b)
  print('p50', times[Math.floor(times.length / 2)])
  print('p99', times[Math.floor(times.length * 0.99)])
  process.exit(0)
}

const catchUp = async (endpoint, storeId, directory, count) => {
  let start = performance.now()
  let store = await open(endpoint, storeId, directory)
  await holds(() => store.query(todos.count()) === count)
  print('events', (count * 1000) / (performance.now() - start))
  await store.shutdownPromise()
  start = performance.now()
  store = await open(NOWHERE, storeId, directory)
  if (store.query(todos.count()) !== count) throw new Error('the store does not have what it had')
  print('open', performance.now() - start)
  process.exit(0)
}

const [task, ...words] = process.argv.slice(2)
const count = Number(words.pop())
await { commit, confirm, 'catch-up': catchUp }[task](...words, count)
