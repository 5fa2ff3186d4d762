// Several companions that write to one store at once.
import assert from 'node:assert/strict'
import { test } from 'node:test'

import { assertChain, BACKENDS, freshStoreId, openStore, until, WEIR } from './given.mjs'

const AUTHORS = ['ann', 'ben', 'cleo']
const EACH = 10

/**
 * One unconfirmed event a client: with more, a LiveStore 0.4.0 store loses track of its own, whatever the backend does.
 * Whoever comes too late is told so, waits for its pull, rebases and pushes again.
 */
test('three companions writing at once converge', async (t) => {
  const storeId = freshStoreId()
  const open = (clientId) => openStore(t, { backend: BACKENDS.companion({ endpoint: WEIR }), storeId, clientId })
  const stores = await Promise.all(AUTHORS.map(open))
  const all = AUTHORS.flatMap((author) => Array.from({ length: EACH }, (_, i) => `${author}${i}`))
  const write = async (store, author) => {
    for (let i = 0; i < EACH; i++) {
      store.commit(`${author}${i}`)
      await store.hasConfirmed(`${author}${i}`)
    }
  }
  await Promise.all(stores.map((store, i) => write(store, AUTHORS[i])))
  for (const store of stores) {
    await store.hasConfirmed(...all)
    await until('the session has it, too', () => store.ids().length === all.length)
    assert.deepEqual(store.confirmed, stores[0].confirmed)
    assert.deepEqual(store.ids(), [...all].sort())
  }
  await assertChain(assert, storeId, all)
})
