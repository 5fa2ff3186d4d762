// A Weir that lets in tokens alone; WEIR_TOKEN is one that may write every store here.
import assert from 'node:assert/strict'
import { test } from 'node:test'

import { assertChain, BACKENDS, event, foreign, freshStoreId, TOKEN, until } from './given.mjs'
import { givenBackend, givenMiddleman, openStore } from './given.mjs'

const { companion } = BACKENDS
const skip = TOKEN === undefined && 'WEIR_TOKEN names no token'
const auth = ({ payload }) => ({ authorization: `Bearer ${payload.authToken}` })

test('a Weir that wants tokens: stock pushes in vain, the companion syncs', { skip }, async (t) => {
  const clients = {}
  for (const [name, makeBackend] of Object.entries(BACKENDS)) {
    const middleman = await givenMiddleman(t)
    const storeId = freshStoreId()
    const backend = makeBackend({ endpoint: middleman.endpoint, auth })
    const store = await openStore(t, { backend, storeId, syncPayload: { authToken: TOKEN } })
    await foreign(storeId, 'foreign')
    await store.hasConfirmed('foreign')
    store.commit('own')
    clients[name] = { store, middleman, storeId }
  }
  const { store, middleman, storeId } = clients.companion
  await store.hasConfirmed('own')
  await assertChain(assert, storeId, ['foreign', 'own'])
  assert.ok(!middleman.requests.some(({ url }) => url.includes(TOKEN)), 'no URL holds the token')

  const refused = ({ purpose, status }) => purpose === 'push' && status === 401
  await until('stock was refused', () => clients.stock.middleman.requests.filter(refused).length >= 3)
  await assertChain(assert, clients.stock.storeId, ['foreign'])
})

test('a Weir that wants another token: the companion says so', { skip }, async (t) => {
  const middleman = await givenMiddleman(t)
  const wrong = { payload: { authToken: 'wrong' } }
  const backend = await givenBackend(t, companion({ endpoint: middleman.endpoint, auth }), wrong)
  const failure = await backend.push(event(1, 'own'))
  assert.equal(failure._tag, 'UnknownError')
  assert.match(failure.note, /^unauthorised: /)
  assert.equal(failure.payload.status, 401)
  const pull = backend.pull()
  await pull.ended
  assert.match(pull.failure.cause.note, /^unauthorised: /)
})
