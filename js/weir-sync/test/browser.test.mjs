// The same in a browser: Chromium, a page built by Vite, LiveStore's web adapter with its workers.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { buildSite, launchBrowser, openStore } from './browser.mjs'
import { assertChain, foreign, freshStoreId, PATIENCE, pause, until, WEIR } from './given.mjs'
import { startMiddleman } from './middleman.mjs'

let site
let browser

before(async () => {
  site = await mkdtemp(join(tmpdir(), 'weir-sync-web-'))
  await buildSite(site)
  browser = await launchBrowser()
})

after(async () => {
  await browser?.close()
  await rm(site, { recursive: true, force: true })
})

/** A page with a store that syncs through a middleman on its own origin. */
const openPage = async (t, backend) => {
  const middleman = await startMiddleman(WEIR, site)
  t.after(() => middleman.stop())
  const storeId = freshStoreId()
  const origin = `http://127.0.0.1:${middleman.port}`
  const { context, page } = await openStore(browser, origin, backend, storeId, PATIENCE)
  t.after(() => context.close())
  const confirmed = () => page.evaluate(() => window.app.confirmed)
  const isDead = () => page.evaluate(() => window.app.isDead)
  return {
    storeId,
    middleman,
    confirmed,
    commit: (id) => page.evaluate((todo) => window.app.commit(todo), id),
    ids: () => page.evaluate(() => window.app.ids()),
    hasConfirmed: (...ids) =>
      until(`${ids} confirmed`, async () => {
        if (await isDead()) throw new Error('the store died')
        const have = await confirmed()
        return ids.every((id) => have.includes(id))
      }),
    dies: () => until('the store dies', isDead),
    follows: () => until('it follows', () => middleman.count('live') > 0),
  }
}

test('in a browser, twenty pages: the companion syncs both ways over one live pull', async (t) => {
  const app = await openPage(t, 'companion')
  await app.follows()
  const ids = []
  for (let i = 0; i < 10; i++) {
    await foreign(app.storeId, `foreign${i}`)
    await app.hasConfirmed(`foreign${i}`)
    await app.commit(`own${i}`)
    await app.hasConfirmed(`own${i}`)
    ids.push(`foreign${i}`, `own${i}`)
  }
  assert.equal(app.middleman.count('live'), 1)
  assert.deepEqual(await app.ids(), [...ids].sort())
  await assertChain(assert, app.storeId, ids)
})

test('in a browser, a server that wants a token: stock pushes in vain, the companion bears it', async (t) => {
  for (const [backend, comesThrough] of [['companion', true], ['stock', false]]) {
    const app = await openPage(t, backend)
    app.middleman.answer = ({ purpose, headers }) =>
      purpose === 'push' && headers.authorization !== 'Bearer secret-42' ? { status: 401 } : undefined
    await app.commit('own')
    if (comesThrough) await app.hasConfirmed('own')
    else await until('it was refused', () => app.middleman.requests.filter(({ status }) => status === 401).length >= 3)
    assert.equal((await app.confirmed()).length, comesThrough ? 1 : 0)
    assert.equal(app.middleman.requests.some(({ url }) => url.includes('secret-42')), !comesThrough)
  }
})

// Only once the store has the page: a browser may forget what it has of an answer that breaks.
const cutBehindAPage = async (app) => {
  let held
  app.middleman.pass = (piece, request) => {
    if (request.purpose !== 'live' || !piece.includes('event: batch') || held !== undefined) return piece
    held = request
    return 'hold'
  }
  await app.follows()
  await foreign(app.storeId, 'first')
  await app.hasConfirmed('first')
  held.cut()
}

test('in a browser, a reset behind a page: stock dies', async (t) => {
  const app = await openPage(t, 'stock')
  await cutBehindAPage(app)
  await app.dies()
})

test('in a browser, a reset behind a page: the companion lives', async (t) => {
  const app = await openPage(t, 'companion')
  await cutBehindAPage(app)
  await foreign(app.storeId, 'second')
  await app.commit('own')
  await app.hasConfirmed('first', 'second', 'own')
})

const outage = async (app) => {
  await app.follows()
  await app.middleman.stop()
  await pause(3_000)
  await app.middleman.listen()
}

test('in a browser, an outage of 3 s: stock dies', async (t) => {
  const app = await openPage(t, 'stock')
  await outage(app)
  await app.dies()
})

test('in a browser, an outage of 3 s: the companion lives', async (t) => {
  const app = await openPage(t, 'companion')
  await outage(app)
  await app.commit('own')
  await foreign(app.storeId, 'foreign')
  await app.hasConfirmed('own', 'foreign')
})
