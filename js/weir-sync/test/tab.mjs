// A process with one real LiveStore store in a browser's tab. A test that is no JavaScript drives it line by line.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { answerLines, holdsBefore, pause } from '../../../interop/src/test/js/lines.mjs'
import { buildSite, launchBrowser, openStore } from './browser.mjs'
import { startMiddleman } from './middleman.mjs'

const PATIENCE = 120_000

let site
let browser
let page
let author
const committed = new Set()

const checkAlive = async () => {
  if (await page.evaluate(() => window.app.isDead)) throw new Error('the store died')
}
const confirmed = () => page.evaluate(() => window.app.confirmed)
const unconfirmed = async () => {
  const have = new Set(await confirmed())
  return [...committed].filter((id) => !have.has(id)).length
}

const open = async ({ endpoint, storeId, clientId, chromium }) => {
  author = clientId
  site = await mkdtemp(join(tmpdir(), 'weir-tab-'))
  await buildSite(site)
  browser = await launchBrowser(chromium)
  const { port } = await startMiddleman(endpoint, site)
  ;({ page } = await openStore(browser, `http://127.0.0.1:${port}`, 'companion', storeId, PATIENCE))
  return { rows: (await page.evaluate(() => window.app.ids())).length }
}

const commit = async ({ prefix, count, perSecond, maxUnconfirmed, waitMillis }) => {
  const start = Date.now()
  for (let i = 0; i < count; i++) {
    const room = async () => (await checkAlive(), maxUnconfirmed === 0 || (await unconfirmed()) < maxUnconfirmed)
    if (!(await holdsBefore(start + waitMillis, room))) throw new Error(`committed ${i} of ${count}`)
    const id = `${prefix}-${String(i).padStart(5, '0')}`
    committed.add(id)
    await page.evaluate((todo) => window.app.commit(todo.id, todo), { id, author, title: `todo ${i}` })
    if (perSecond > 0) await pause(Math.max(0, start + ((i + 1) * 1000) / perSecond - Date.now()))
  }
}

const awaitConfirmed = async ({ ids, waitMillis }) => {
  const complete = async () => {
    await checkAlive()
    const have = new Set(await confirmed())
    return ids.every((id) => have.has(id)) && (await unconfirmed()) === 0
  }
  if (!(await holdsBefore(Date.now() + waitMillis, complete))) throw new Error('events are unconfirmed')
}

const look = async () => ({
  rows: await page.evaluate(() => window.app.ids()),
  confirmed: await confirmed(),
  pendingInSession: await unconfirmed(),
})

const close = async () => {
  await browser.close()
  await rm(site, { recursive: true, force: true })
}

const describe = async () => JSON.stringify({ committed: committed.size, confirmed: (await confirmed()).length })

answerLines({ open, commit, awaitConfirmed, look, close }, describe)
