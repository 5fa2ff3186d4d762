// What the tests and the screenshots start from: `weir demo` in a process of its own, and browsers that open its page.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

import { chromium } from 'playwright-core'

/** The words that start `weir demo`, which options may follow. */
const COMMAND = JSON.parse(process.env.WEIR_DEMO ?? '["../../weir", "demo"]')

export const PATIENCE = 60_000

const ARGUMENTS = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']
  .concat(['--disable-component-update', '--disable-sync'])

/** Starts `weir demo`, and resolves once it serves. */
const start = async (port, data) => {
  const [program, ...words] = COMMAND.concat('--port', String(port), '--data', data)
  const process = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(process, 'exit')
  const printed = []
  for await (const line of createInterface({ input: process.stdout })) {
    printed.push(line)
    if (line === 'Ctrl-C stops.') break
  }
  process.stdout.resume()
  const page = printed.find((line) => line.startsWith('Demo '))?.replace('Demo', '').trim()
  if (page === undefined) throw new Error(`weir demo did not serve; it printed:\n${printed.join('\n')}`)
  return { page, end: (signal) => (process.kill(signal), ended) }
}

/** A Weir that can be killed and started again on the same port and data. */
export const startWeir = async () => {
  const data = await mkdtemp(join(tmpdir(), 'weir-demo-'))
  let running = await start(0, data)
  const { page } = running
  return {
    page,
    kill: () => running.end('SIGKILL'),
    startAgain: async () => {
      running = await start(new URL(page).port, data)
    },
    stop: async () => {
      await running.end('SIGTERM')
      await rm(data, { recursive: true, force: true })
    },
    /** The store's events in their order, as a client pulls them. */
    events: async (storeId) => {
      const args = JSON.stringify({ storeId, s2SeqNum: 'from-start', live: false })
      const answer = await fetch(new URL(`/api/s2?args=${encodeURIComponent(args)}`, page))
      return (await answer.text())
        .split('\n')
        .filter((line) => line.startsWith('data:') && line.includes('"records"'))
        .flatMap((line) => JSON.parse(line.slice('data:'.length)).records)
        .map(({ body }) => JSON.parse(body))
    },
  }
}

export const startBrowser = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ARGUMENTS, timeout: 2 * PATIENCE })

/** A list in a browser of its own: it shares nothing with another, as if it were on another machine. */
export const openWindow = async (browser, url, options = {}) => {
  const context = await browser.newContext(options)
  context.setDefaultTimeout(PATIENCE)
  const page = await context.newPage()
  const complaints = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    const isNetwork = message.text().includes('net::ERR_') // of requests while Weir is away
    if (message.type() === 'error' && !isNetwork) complaints.push(message.text())
  })
  await page.goto(url)
  await page.getByLabel('New to-do').waitFor()
  const item = (text) => page.getByRole('listitem').filter({ hasText: text })
  return {
    page,
    complaints,
    close: () => context.close(),
    offline: (is) => context.setOffline(is),
    isNow: (state) => page.locator(`[role=status][data-state=${state}]`).waitFor(),
    item,
    add: async (...texts) => {
      for (const text of texts) {
        await page.getByLabel('New to-do').fill(text)
        await page.keyboard.press('Enter')
        await item(text).waitFor()
      }
    },
    tick: (text) => page.getByRole('checkbox', { name: text, exact: true }).check(),
    hasTicked: (text) => item(text).locator(':checked').waitFor(),
    has: async (...texts) => {
      for (const text of texts) await item(text).waitFor()
    },
    lacks: (text) => item(text).waitFor({ state: 'detached' }),
    texts: () => page.getByRole('listitem').allInnerTexts(),
    reload: async () => {
      await page.reload()
      await page.getByLabel('New to-do').waitFor()
    },
  }
}
