// Whether the server can be reached, and what becomes of a client when it cannot for a while.
import assert from 'node:assert/strict'
import { test } from 'node:test'

import { BACKENDS, event, foreign, freshStoreId, givenBackend, givenMiddleman, openStore, until } from './given.mjs'

const { stock, companion } = BACKENDS

/** The first pings are answered 500. The companion's next ones tell when a stock client had its chance. */
test('a HEAD answered 500 at the start: stock never syncs, the companion does', async (t) => {
  const clients = {}
  for (const [name, makeBackend] of Object.entries(BACKENDS)) {
    const middleman = await givenMiddleman(t)
    const fails = ({ purpose }) => purpose === 'ping' && middleman.count('ping') <= 2
    middleman.answer = (request) => (fails(request) ? { status: 500 } : undefined)
    const storeId = freshStoreId()
    const backend = makeBackend({ endpoint: middleman.endpoint, ping: { requestInterval: 200 } })
    const store = await openStore(t, { backend, storeId })
    store.commit('own')
    clients[name] = { store, middleman, storeId }
  }
  await clients.companion.store.hasConfirmed('own')
  await until('ten more pings', () => clients.companion.middleman.count('ping') > 12)
  assert.deepEqual(clients.stock.store.confirmed, [])
  assert.equal(clients.stock.middleman.count('push'), 0)
  assert.ok(clients.stock.middleman.count('ping') <= 2, 'the ping loop is over')
})

test('a ping that fails later: stock stays connected for ever, the companion tells and recovers', async (t) => {
  const clients = {}
  for (const [name, makeBackend] of Object.entries(BACKENDS)) {
    const middleman = await givenMiddleman(t)
    const backend = await givenBackend(t, makeBackend({ endpoint: middleman.endpoint, ping: { requestInterval: 100 } }))
    await until('it is connected', backend.isConnected)
    middleman.answer = () => ({ status: 500 })
    clients[name] = { middleman, backend }
  }
  await until('the companion is not connected', async () => !(await clients.companion.backend.isConnected()))
  await until('stock pings in vain', () => clients.stock.middleman.requests.some(({ status }) => status === 500))
  const pings = clients.stock.middleman.count('ping')
  clients.companion.middleman.answer = () => undefined
  await until('the companion is connected', clients.companion.backend.isConnected)
  assert.equal(await clients.stock.backend.isConnected(), true, 'though every ping would fail')
  assert.equal(clients.stock.middleman.count('ping'), pings)
})

test('without pings: stock is never connected, the companion is once it has pulled', async (t) => {
  for (const [name, makeBackend] of Object.entries(BACKENDS)) {
    const middleman = await givenMiddleman(t)
    const backend = await givenBackend(t, makeBackend({ endpoint: middleman.endpoint, ping: { enabled: false } }))
    await foreign(backend.storeId, 'foreign')
    const pull = backend.pull()
    await until('the event', () => pull.ids.includes('foreign'))
    assert.equal(await backend.isConnected(), name === 'companion')
    assert.equal(middleman.count('ping'), 0)
  }
})

test('refused connections: stock fails with UnknownError, the companion with IsOfflineError', async (t) => {
  const middleman = await givenMiddleman(t)
  await middleman.stop()
  const options = { endpoint: middleman.endpoint }
  const offline = { stock: await givenBackend(t, stock(options)), companion: await givenBackend(t, companion(options)) }
  assert.equal((await offline.stock.push(event(1, 'own')))._tag, 'UnknownError')
  assert.equal((await offline.companion.push(event(1, 'own')))._tag, 'IsOfflineError')
  assert.equal((await offline.companion.ping())._tag, 'IsOfflineError')
  const pulls = { stock: offline.stock.pull(), companion: offline.companion.pull() }
  await Promise.all([pulls.stock.ended, pulls.companion.ended])
  assert.equal(pulls.stock.failure._tag, 'UnknownError')
  assert.equal(pulls.companion.failure._tag, 'IsOfflineError')
})

/** From some moment on nothing more comes through, pings neither, and the connection stays. */
test('a half-open connection: stock waits on it, the companion asks anew', async (t) => {
  const clients = {}
  for (const [name, makeBackend] of Object.entries(BACKENDS)) {
    const middleman = await givenMiddleman(t)
    const storeId = freshStoreId()
    // Longer than Weir's pings are apart, so that only a dead connection is given up.
    const backend = makeBackend({ endpoint: middleman.endpoint, idleTimeout: '12 seconds' })
    const store = await openStore(t, { backend, storeId })
    let stuck
    middleman.pass = (piece, request) => {
      stuck ??= request.purpose === 'live' ? request : undefined
      return request === stuck ? 'nothing' : piece
    }
    await until('it follows', () => middleman.count('live') > 0)
    await foreign(storeId, 'unheard')
    await until('it is stuck', () => stuck !== undefined)
    clients[name] = { store, middleman }
  }
  await clients.companion.store.hasConfirmed('unheard')
  assert.deepEqual(clients.stock.store.confirmed, [])
  assert.equal(clients.stock.middleman.count('live'), 1)
})
