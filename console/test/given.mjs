// What the tests and the screenshots start from: `weir up` in a process of its own, stores in it, and a browser.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

import { chromium } from 'playwright-core'

/** The words that start `weir up`, which options may follow. */
const COMMAND = JSON.parse(process.env.WEIR_UP ?? '["../weir", "up"]')

export const PATIENCE = 60_000
export const TOKEN = '0123456789abcdef0123456789abcdef'

const ARGUMENTS = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']
  .concat(['--disable-component-update', '--disable-sync'])

const JSON_TYPE = { 'content-type': 'application/json' }

/** Starts a Weir that keeps all in memory, and resolves once it serves. */
export const startWeir = async (environment = {}) => {
  const [program, ...words] = COMMAND.concat('--port', '0', '--memory')
  const weir = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...environment } })
  const ended = once(weir, 'exit')
  const printed = []
  for await (const line of createInterface({ input: weir.stdout })) {
    printed.push(line)
    if (line === 'Ctrl-C stops.') break
  }
  weir.stdout.resume()
  const url = printed.find((line) => line.startsWith('Console '))?.replace('Console', '').trim()
  if (url === undefined) throw new Error(`weir up did not serve; it printed:\n${printed.join('\n')}`)
  const post = async (path, body, headers = {}) => {
    const answer = await fetch(new URL(path, url), {
      method: 'POST',
      headers: { ...JSON_TYPE, ...headers },
      body: JSON.stringify(body),
    })
    return { status: answer.status, body: await answer.json() }
  }
  return {
    url: `${url}/`,
    post,
    /** As a LiveStore client does. */
    push: (storeId, batch) => post('/api/s2', { storeId, batch }),
    /** Many events at once, into the stream of a store that begins with them. */
    fill: async (storeId, count) => {
      await post('/v1/basins', { basin: 'livestore' })
      await post('/v1/streams', { stream: storeId }, { 's2-basin': 'livestore' })
      for (let from = 1; from <= count; from += 1_000) {
        const records = events(from, Math.min(1_000, count - from + 1)).map((event) => ({
          headers: [['weir', '1']],
          body: JSON.stringify(event),
        }))
        const { status, body } = await post(`/v1/streams/${storeId}/records`, { records }, { 's2-basin': 'livestore' })
        if (status !== 200) throw new Error(JSON.stringify(body))
      }
    },
    stop: async () => {
      weir.kill('SIGTERM')
      await ended
    },
  }
}

const NAMES = ['v1.TodoCreated', 'v1.TodoCompleted', 'v1.TodoUncompleted', 'v1.TodoDeleted']

export const events = (from, count, clientId = 'client-a') =>
  Array.from({ length: count }, (_, i) => ({
    name: NAMES[(from + i) % NAMES.length],
    args: { id: `todo-${from + i}`, text: `Number ${from + i}` },
    seqNum: from + i,
    parentSeqNum: from + i - 1,
    clientId,
    sessionId: 'session',
  }))

export const startBrowser = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ARGUMENTS, timeout: 2 * PATIENCE })

export const openPage = async (browser, url, options = {}) => {
  const context = await browser.newContext(options)
  context.setDefaultTimeout(PATIENCE)
  const page = await context.newPage()
  page.complaints = []
  page.on('pageerror', (error) => page.complaints.push(String(error)))
  page.on('console', (message) => {
    const isNetwork = message.text().includes('Failed to load resource')
    if (message.type() === 'error' && !isNetwork) page.complaints.push(message.text())
  })
  await page.goto(url)
  return page
}
