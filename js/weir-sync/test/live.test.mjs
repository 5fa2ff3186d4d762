// Live pulls: how many it takes, and what must not end them.
import assert from 'node:assert/strict'
import { test } from 'node:test'

import { Option } from '@livestore/utils/effect'

import { BACKENDS, foreign, freshStoreId, givenBackend, givenMiddleman, openStore, until } from './given.mjs'

const { stock, companion } = BACKENDS
const PAGES = 20

/** How many live pulls it takes to follow 20 pages. */
const livePullsOf = async (t, makeBackend, options = {}) => {
  const middleman = await givenMiddleman(t)
  const backend = await givenBackend(t, makeBackend({ endpoint: middleman.endpoint, ...options }))
  const pull = backend.pull()
  await until('it follows', () => middleman.count('live') > 0)
  for (let i = 0; i < PAGES; i++) {
    await foreign(backend.storeId, `e${i}`)
    await until(`e${i}`, () => pull.ids.includes(`e${i}`))
  }
  assert.equal(pull.ids.length, PAGES)
  return middleman.count('live')
}

test('twenty pages: stock pulls for each, the companion once', async (t) => {
  const [ofStock, ofCompanion] = [await livePullsOf(t, stock), await livePullsOf(t, companion)]
  t.diagnostic(`stock pulled ${ofStock} times, the companion ${ofCompanion} times`)
  assert.ok(ofStock >= PAGES, `stock pulled ${ofStock} times`)
  assert.equal(ofCompanion, 1)
})

test('twenty pages without the long live response: the companion pulls for each', async (t) => {
  assert.ok((await livePullsOf(t, companion, { longLive: false })) >= PAGES)
})

test('a server without long live responses: the companion notices and pulls as stock does', async (t) => {
  const middleman = await givenMiddleman(t)
  middleman.answer = ({ url }) => (url.startsWith('/api/s2/live') ? { status: 404 } : undefined)
  const backend = companion({ endpoint: middleman.endpoint })
  const storeId = freshStoreId()
  const store = await openStore(t, { backend, storeId })
  await until('it asks', () => middleman.count('live') > 0)
  for (const id of ['a', 'b']) {
    await foreign(storeId, id)
    await store.hasConfirmed(id)
  }
  assert.equal(middleman.requests.filter(({ url }) => url.startsWith('/api/s2/live')).length, 1)
})

test('a cursor without metadata, as after a rebase: stock reads all again, the companion goes on', async (t) => {
  for (const [name, makeBackend] of Object.entries(BACKENDS)) {
    const middleman = await givenMiddleman(t)
    const backend = await givenBackend(t, makeBackend({ endpoint: middleman.endpoint }))
    await foreign(backend.storeId, 'first')
    const before = backend.pull()
    await until('the first event', () => before.ids.includes('first'))
    const after = backend.pull(Option.some({ eventSequenceNumber: 1, metadata: Option.none() }))
    await foreign(backend.storeId, 'second')
    await until('the second event', () => after.ids.includes('second'))
    const asked = middleman.requests.filter(({ purpose }) => purpose === 'catch-up').map(({ args }) => args.s2SeqNum)
    assert.deepEqual(asked, ['from-start', name === 'stock' ? 'from-start' : 0])
    assert.deepEqual(after.ids, name === 'stock' ? ['first', 'second'] : ['second'])
  }
})

const followedBy = (more) => (page) => page.replace(/event: batch\n.*\n\n/, `$&${more}`)

/** What no proxy should send, and some do: what they make of a page. */
const STRANGE = {
  'an empty page behind a page': followedBy('event: batch\ndata: {"records":[]}\n\n'),
  'a page twice': (page) => page.replace(/event: batch\n.*\n\n/, '$&$&'),
  'an event twice in a page': (page) => page.replace(/"records":\[(.*)\],"tail"/, '"records":[$1,$1],"tail"'),
  'an unknown event behind a page': followedBy('event: notice\ndata: hello\n\n'),
  'a page that is no JSON behind a page': followedBy('event: batch\ndata: <html>\n\n'),
  'a record that is no event behind a page': followedBy(
    'event: batch\ndata: {"records":[{"seq_num":9,"timestamp":1,"body":"junk"}]}\n\n',
  ),
}

for (const [what, made] of Object.entries(STRANGE)) {
  const storeThatGets = async (t, makeBackend) => {
    const middleman = await givenMiddleman(t)
    const storeId = freshStoreId()
    const backend = makeBackend({ endpoint: middleman.endpoint, longLive: false })
    const store = await openStore(t, { backend, storeId })
    let sent = 0
    middleman.pass = (piece, { purpose }) => {
      const isFirst = purpose === 'live' && piece.includes('event: batch') && sent++ === 0
      return isFirst ? made(piece) : piece
    }
    await until('it follows', () => middleman.count('live') > 0)
    await foreign(storeId, 'first')
    await until('it was sent', () => sent > 0)
    return { store, storeId }
  }

  test(`${what}: stock dies`, async (t) => {
    const { store } = await storeThatGets(t, stock)
    await store.dies()
  })

  test(`${what}: the companion lives`, async (t) => {
    const { store, storeId } = await storeThatGets(t, companion)
    await store.hasConfirmed('first')
    await foreign(storeId, 'second')
    store.commit('own')
    await store.hasConfirmed('second', 'own')
  })
}
