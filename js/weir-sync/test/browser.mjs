// What tests in a browser start from: the page in `web`, built by Vite, and Chromium.
import { fileURLToPath } from 'node:url'

import { chromium } from 'playwright-core'
import { build } from 'vite'

const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium'
const ARGUMENTS = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']
  .concat(['--disable-component-update', '--disable-sync'])
const START_MILLIS = 120_000

/** Builds the page into the directory `site`. */
export const buildSite = (site) =>
  build({
    root: fileURLToPath(new URL('web', import.meta.url)),
    logLevel: 'warn',
    worker: { format: 'es' },
    build: { outDir: site, emptyOutDir: true, minify: false, target: 'esnext' },
  })

export const launchBrowser = (executablePath = EXECUTABLE) =>
  chromium.launch({ executablePath, args: ARGUMENTS, timeout: START_MILLIS })

/** A page with an open store, and what it has to say. `origin` serves both the page and Weir. */
export const openStore = async (browser, origin, backend, storeId, patience) => {
  const context = await browser.newContext()
  context.setDefaultTimeout(patience)
  const page = await context.newPage()
  page.on('console', (message) => console.error(`${backend}: ${message.text()}`))
  page.on('pageerror', (error) => console.error(`${backend}: ${error}`))
  await page.goto(`${origin}/?backend=${backend}&storeId=${storeId}`)
  await page.waitForFunction(() => window.app !== undefined || window.failure !== undefined)
  const failure = await page.evaluate(() => window.failure)
  if (failure !== undefined) throw new Error(failure)
  return { context, page }
}
