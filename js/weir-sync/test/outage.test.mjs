// What ends a stock store's sync for good, and not the companion's.
import assert from 'node:assert/strict'
import { test } from 'node:test'

import { assertChain, BACKENDS, foreign, freshStoreId, pause, until } from './given.mjs'
import { givenDirectory, givenMiddleman, openStore } from './given.mjs'

const { stock, companion } = BACKENDS

/** An own event confirmed behind a foreign one, so that LiveStore keeps no cursor for it. */
const storeAfterRebase = async (t, makeBackend) => {
  const middleman = await givenMiddleman(t)
  const [storeId, directory] = [freshStoreId(), await givenDirectory(t)]
  const opening = { backend: makeBackend({ endpoint: middleman.endpoint }), storeId, directory }
  const first = await openStore(t, opening)
  middleman.answer = ({ purpose }) => (purpose === 'push' ? { status: 503 } : undefined)
  first.commit('own')
  await until('the store pushes', () => middleman.count('push') > 0)
  await foreign(storeId, 'foreign')
  await first.hasConfirmed('foreign')
  middleman.answer = () => undefined
  await first.hasConfirmed('own')
  await first.close()
  middleman.requests.length = 0
  const second = await openStore(t, opening)
  await until('it pulls', () => middleman.count('catch-up') > 0)
  assert.equal(middleman.requests.find(({ purpose }) => purpose === 'catch-up').args.s2SeqNum, 'from-start')
  return { second, storeId }
}

test('restart after a rebase: stock dies', async (t) => {
  const { second } = await storeAfterRebase(t, stock)
  await second.dies()
})

test('restart after a rebase: the companion lives', async (t) => {
  const { second, storeId } = await storeAfterRebase(t, companion)
  await foreign(storeId, 'later')
  await second.hasConfirmed('later')
  second.commit('mine')
  await second.hasConfirmed('mine')
  await assertChain(assert, storeId, ['own', 'foreign', 'later', 'mine'])
})

/** The first live response breaks off right behind its first page. */
const storeCutBehindAPage = async (t, makeBackend) => {
  const middleman = await givenMiddleman(t)
  const storeId = freshStoreId()
  const store = await openStore(t, { backend: makeBackend({ endpoint: middleman.endpoint }), storeId })
  let cut = 0
  middleman.pass = (piece, { purpose }) =>
    purpose === 'live' && piece.includes('event: batch') && cut++ === 0 ? 'reset' : piece
  await until('it follows', () => middleman.count('live') > 0)
  await foreign(storeId, 'first')
  await until('the cut', () => cut > 0)
  return { store, storeId }
}

test('a reset behind a page: stock dies', async (t) => {
  const { store } = await storeCutBehindAPage(t, stock)
  await store.dies()
})

test('a reset behind a page: the companion lives', async (t) => {
  const { store, storeId } = await storeCutBehindAPage(t, companion)
  await store.hasConfirmed('first')
  await foreign(storeId, 'second')
  await store.hasConfirmed('second')
  store.commit('own')
  await store.hasConfirmed('own')
  assert.deepEqual(store.confirmed, ['first', 'second', 'own'])
})

/** Refused connections for 3 s. */
const storeThroughAnOutage = async (t, makeBackend) => {
  const middleman = await givenMiddleman(t)
  const storeId = freshStoreId()
  const store = await openStore(t, { backend: makeBackend({ endpoint: middleman.endpoint }), storeId })
  await until('it follows', () => middleman.count('live') > 0)
  await middleman.stop()
  await pause(3_000)
  await middleman.listen()
  return { store, storeId }
}

test('an outage of 3 s: stock dies', async (t) => {
  const { store } = await storeThroughAnOutage(t, stock)
  await store.dies()
})

test('an outage of 3 s: the companion lives', async (t) => {
  const { store, storeId } = await storeThroughAnOutage(t, companion)
  store.commit('own')
  await foreign(storeId, 'foreign')
  await store.hasConfirmed('own', 'foreign')
  await assertChain(assert, storeId, ['own', 'foreign'])
})
