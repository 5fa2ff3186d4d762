// What the server says, and what LiveStore is told of it.
import assert from 'node:assert/strict'
import { test } from 'node:test'

import { assertChain, BACKENDS, event, foreign, freshStoreId, until } from './given.mjs'
import { givenBackend, givenMiddleman, openStore, readLog } from './given.mjs'

const { stock, companion } = BACKENDS

const QUICK_ANSWERS = {
  401: { status: 401 },
  503: { status: 503 },
  'an empty 200': { status: 200, type: 'text/event-stream', body: '' },
}

for (const [what, answer] of Object.entries(QUICK_ANSWERS)) {
  test(`pulls answered with ${what}: stock storms, the companion waits longer and longer`, async (t) => {
    const clients = {}
    for (const [name, makeBackend] of Object.entries(BACKENDS)) {
      const middleman = await givenMiddleman(t)
      const storeId = freshStoreId()
      const isPull = ({ purpose }) => purpose === 'live' || purpose === 'catch-up'
      middleman.answer = (request) => (isPull(request) ? answer : undefined)
      const store = await openStore(t, { backend: makeBackend({ endpoint: middleman.endpoint }), storeId })
      clients[name] = { store, middleman, storeId, pulls: () => middleman.requests.filter(isPull) }
    }
    const { pulls, middleman, store, storeId } = clients.companion
    // An empty catch-up is no sign of trouble: the first live pull follows at once.
    const first = answer.status === 200 ? 1 : 0
    await until('the companion waits twice', () => pulls().length >= first + 3)
    await until('stock asks a hundred times', () => clients.stock.pulls().length >= 100)
    t.diagnostic(`stock asked ${clients.stock.pulls().length} times, the companion ${pulls().length} times`)
    const asked = pulls().map(({ at }) => at)
    const pauses = asked.slice(1).map((at, i) => at - asked[i])
    assert.ok(pauses[first] >= 1_000 && pauses[first + 1] >= 2_000, `pauses of ${pauses} ms`)

    middleman.answer = () => undefined
    await foreign(storeId, 'after')
    store.commit('own')
    await store.hasConfirmed('after', 'own')
  })
}

test('a server that says when to come back: stock does not listen, the companion does', async (t) => {
  const clients = {}
  for (const [name, makeBackend] of Object.entries(BACKENDS)) {
    const middleman = await givenMiddleman(t)
    const later = { status: 429, headers: { 'retry-after': '3' } }
    middleman.answer = ({ purpose }) => (purpose === 'push' && middleman.count('push') <= 3 ? later : undefined)
    const backend = makeBackend({ endpoint: middleman.endpoint })
    const store = await openStore(t, { backend, storeId: freshStoreId() })
    store.commit('own')
    clients[name] = { store, middleman }
  }
  const { middleman, store } = clients.companion
  await until('the companion pushes again', () => middleman.count('push') >= 2)
  assert.ok(clients.stock.middleman.count('push') >= 3)
  const [first, second] = middleman.requests.filter(({ purpose }) => purpose === 'push')
  assert.ok(second.at - first.at >= 3_000, `again after ${second.at - first.at} ms`)
  await store.hasConfirmed('own')
})

/** Weir's answer to what others wrote first. */
test('a conflict: stock fails with UnknownError, the companion with ServerAheadError', async (t) => {
  const storeId = freshStoreId()
  await foreign(storeId, 'first')
  await foreign(storeId, 'second')
  const middleman = await givenMiddleman(t)
  const options = { endpoint: middleman.endpoint }
  const failures = {}
  for (const [name, makeBackend] of Object.entries(BACKENDS)) {
    const backend = await givenBackend(t, makeBackend(options), { storeId })
    failures[name] = await backend.push(event(1, 'own'))
  }
  assert.equal(failures.stock._tag, 'UnknownError')
  const { _tag, minimumExpectedNum, providedNum } = failures.companion
  assert.deepEqual([_tag, minimumExpectedNum, providedNum], ['ServerAheadError', 2, 0])
  assert.equal(middleman.count('push'), 3 + 1, 'stock tries three times')
})

test('a push from beyond the log’s end: the companion fails with UnknownError, and tries again', async (t) => {
  const backend = await givenBackend(t, companion({ endpoint: (await givenMiddleman(t)).endpoint }))
  await foreign(backend.storeId, 'first')
  const failure = await backend.push(event(7, 'own'))
  assert.equal(failure._tag, 'UnknownError')
  assert.deepEqual(failure.payload, { status: 409, code: 'ServerAhead' })
})

/** Lets in who bears the token. */
const guarded = (middleman, token) => {
  middleman.answer = ({ purpose, headers }) =>
    purpose === 'ping' || headers.authorization === `Bearer ${token}` ? undefined : { status: 401 }
}

test('a server that wants a token: stock pushes in vain, the companion bears it', async (t) => {
  const stores = {}
  const syncPayload = { authToken: 'secret-42' }
  for (const [name, makeBackend] of Object.entries(BACKENDS)) {
    const middleman = await givenMiddleman(t)
    guarded(middleman, 'secret-42')
    const auth = ({ payload }) => ({ authorization: `Bearer ${payload.authToken}` })
    const storeId = freshStoreId()
    const backend = makeBackend({ endpoint: middleman.endpoint, auth })
    const store = await openStore(t, { backend, storeId, syncPayload })
    store.commit('own')
    stores[name] = { store, middleman, storeId }
  }
  await stores.companion.store.hasConfirmed('own')
  await until('stock has pushed', () => stores.stock.middleman.count('push') >= 3)
  assert.deepEqual(await readLog(stores.stock.storeId), [])
  const urls = (name) => stores[name].middleman.requests.map(({ url }) => url).join('\n')
  assert.ok(urls('stock').includes('secret-42'))
  assert.ok(!urls('companion').includes('secret-42'))
})

test('a token that has expired: the companion tells, waits, and goes on with the next', async (t) => {
  const middleman = await givenMiddleman(t)
  guarded(middleman, 'new')
  let token = 'old'
  const auth = async () => ({ authorization: `Bearer ${token}` })
  const backend = await givenBackend(t, companion({ endpoint: middleman.endpoint, auth }))
  const refused = await backend.push(event(1, 'own'))
  assert.equal(refused._tag, 'UnknownError')
  assert.match(refused.note, /^unauthorised: /)
  const pull = backend.pull()
  await pull.ended
  assert.equal(pull.failure._tag, 'IsOfflineError', 'any other would end pulling for good')
  assert.match(pull.failure.cause.note, /^unauthorised: /)
  token = 'new'
  assert.equal(await backend.push(event(1, 'own')), undefined)
  const again = backend.pull()
  await until('the event', () => again.ids.includes('own'))
})

test('the payload: by itself it is in the URL as with stock, and not where the app does not want it', async (t) => {
  for (const [payloadInUrl, expected] of [[undefined, true], [true, true], [false, false]]) {
    const middleman = await givenMiddleman(t)
    const options = { endpoint: middleman.endpoint, ...(payloadInUrl === undefined ? {} : { payloadInUrl }) }
    const backend = await givenBackend(t, companion(options), { payload: 'secret-42' })
    backend.pull()
    const pull = await until('a pull', () => middleman.requests.find(({ purpose }) => purpose === 'catch-up'))
    assert.equal(pull.args.payload === 'secret-42', expected)
  }
})

test('an event that is too large: stock dies of it, the companion says so and stores what came before', async (t) => {
  const tooLarge = { ...event(2, 'large'), args: { id: 'large', text: 'x'.repeat(1 << 20) } }
  const backends = {
    stock: await givenBackend(t, stock({ endpoint: (await givenMiddleman(t)).endpoint })),
    companion: await givenBackend(t, companion({ endpoint: (await givenMiddleman(t)).endpoint })),
  }
  const failures = {
    stock: await backends.stock.push(event(1, 'before'), tooLarge),
    companion: await backends.companion.push(event(1, 'before'), tooLarge),
  }
  assert.ok(failures.stock.defect, 'a defect ends the store’s pushing')
  assert.deepEqual(await readLog(backends.stock.storeId), [])
  assert.equal(failures.companion._tag, 'UnknownError')
  assert.match(failures.companion.note, /^event 2 is 10\d+ bytes/)
  await assertChain(assert, backends.companion.storeId, ['before'])
})
