// The finished site in a browser, as `./weir docs` makes it.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { dirname, extname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { chromium } from 'playwright-core'

const SITE = join(dirname(fileURLToPath(import.meta.url)), '../target/site')
const PATIENCE = 60_000
const PHONE = { width: 360, height: 740 }
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.png': 'image/png' }
const PAGES = readdirSync(SITE, { recursive: true }).filter((file) => file.endsWith('.html'))

let server
let browser
let complaints

before(async () => {
  server = createServer(({ url }, response) => {
    const path = decodeURI(new URL(url, 'http://site').pathname).replace(/\/$/, '/index.html')
    try {
      const content = readFileSync(join(SITE, path))
      response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(content)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] })
})

after(async () => {
  await browser?.close()
  server?.close()
})

const open = async (t, path, options = {}) => {
  const context = await browser.newContext(options)
  t.after(() => context.close())
  context.setDefaultTimeout(PATIENCE)
  const page = await context.newPage()
  complaints = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(`http://127.0.0.1:${server.address().port}/${path}`)
  // Before, a click would go to a page that nothing listens on.
  await page.waitForFunction(() => document.querySelector('#app').__vue_app__ !== undefined)
  return page
}

test('search: finds words in the midst of a page, and leads there', async (t) => {
  const page = await open(t, '')
  await page.getByRole('button', { name: /search/i }).first().click()
  await page.locator('#localsearch-input').fill('restarts refused connection')
  await page.locator('#localsearch-list a').filter({ hasText: 'Restarts without a refused connection' }).first().click()
  await page.waitForURL(/operations\.html#restarts-without-a-refused-connection$/)
  await page.getByRole('heading', { level: 1, name: 'Running Weir' }).waitFor()
  assert.deepEqual(complaints, [])
})

test('appearance: follows the system, until it is switched', async (t) => {
  const page = await open(t, 'concepts.html', { colorScheme: 'dark' })
  const isDark = () => page.evaluate(() => document.documentElement.classList.contains('dark'))
  assert.equal(await isDark(), true)
  await page.getByRole('switch').first().click()
  await page.waitForFunction(() => !document.documentElement.classList.contains('dark'))
})

test('on a phone: no page is wider than the screen, and each shows its pictures', async (t) => {
  const page = await open(t, '', { viewport: PHONE })
  await page.route('**/*.js', (route) => route.abort()) // the pages are whole without, and there are many
  const faults = []
  // Decisions are prose.
  for (const file of PAGES.filter((file) => !file.startsWith('decisions/0'))) {
    await page.goto(`http://127.0.0.1:${server.address().port}/${file}`)
    const { width, missing } = await page.evaluate(async () => {
      const images = [...document.images]
      images.forEach((image) => (image.loading = 'eager'))
      await Promise.allSettled(images.map((image) => image.decode()))
      return {
        width: document.documentElement.scrollWidth,
        missing: images.filter((image) => image.naturalWidth === 0).map((image) => image.src),
      }
    })
    if (width > PHONE.width) faults.push(`${file} is ${width} pixels wide`)
    faults.push(...missing)
  }
  assert.deepEqual(faults, [])
  assert.ok(PAGES.length > 60)
})

test('on a phone: the menu leads from page to page', async (t) => {
  const page = await open(t, 'getting-started.html', { viewport: PHONE })
  await page.getByRole('button', { name: 'Menu', exact: true }).click()
  await page.getByRole('link', { name: 'Threat model', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Threat model' }).waitFor()
  assert.deepEqual(complaints, [])
})
