// The pictures of docs/console.md: `node test/screenshots.mjs ../docs/images`.
import { join } from 'node:path'

import { events, openPage, startBrowser, startWeir } from './given.mjs'

const OUT = process.argv[2]
const weir = await startWeir()
const browser = await startBrowser()

/** A client that pulls live, so that the console has one to show. */
const follow = (storeId) => {
  const args = JSON.stringify({ storeId, s2SeqNum: 'from-start', live: true })
  return fetch(new URL(`/api/s2/live?args=${encodeURIComponent(args)}`, weir.url)).then((answer) => answer.text())
}

for (const [storeId, count] of [['shopping', 240], ['team-plan', 36], ['wedding', 12]]) {
  await weir.push(storeId, events(1, count))
  follow(storeId).catch(() => {})
}
follow('shopping').catch(() => {})
for (let i = 1; i <= 40; i++) {
  await weir.push('shopping', events(240 + i, 1, i % 3 === 0 ? 'client-b' : 'client-a'))
  if (i % 9 === 0) await weir.push('shopping', events(240 + i, 1, 'client-c'))
  await new Promise((done) => setTimeout(done, 700))
}
await weir.post('/v1/streams/shopping/records', { records: [{ body: JSON.stringify(events(280, 1, 'other')[0]) }] }, { 's2-basin': 'livestore' })
await weir.push('shopping', events(281, 6))

const shoot = async (name, hash, ready, options = {}) => {
  const page = await openPage(browser, `${weir.url}${hash}`, { viewport: { width: 1000, height: 640 }, ...options })
  await ready(page)
  await page.evaluate(() => new Promise((done) => setTimeout(done, 1_500)))
  await page.screenshot({ path: join(OUT, `${name}.png`) })
  await page.context().close()
}

const heading = (page) => page.getByRole('heading', { level: 1 }).waitFor()
await shoot('console-overview', '', (page) => page.getByRole('link', { name: 'wedding' }).waitFor(), {
  viewport: { width: 1000, height: 760 },
})
await shoot('console-events', '#/stores/shopping', (page) => page.getByRole('option').nth(-2).click(), { colorScheme: 'dark' })
await shoot('console-timeline', '#/stores/shopping/timeline', heading)
await shoot('console-conflicts', '#/conflicts', (page) => page.getByText('ServerAhead').first().waitFor())
await shoot('console-s2', '#/s2/livestore', (page) => page.getByRole('link', { name: 'wedding' }).waitFor(), { colorScheme: 'dark' })
await shoot('console-phone', '#/stores/shopping', (page) => page.getByRole('option').nth(-2).click(), {
  viewport: { width: 390, height: 760 },
})
await browser.close()
await weir.stop()
