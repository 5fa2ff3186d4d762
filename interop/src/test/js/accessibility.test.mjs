// Whether people who see little, or use no mouse, can use the console and the demo: each page is held against WCAG's
// levels A and AA by axe, in light and in dark colours, and the console is walked through by the keyboard alone.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'

import { events, openPage, startBrowser, startWeir, TOKEN } from '../../../../console/test/given.mjs'
import { openWindow, startWeir as startDemo } from '../../../../examples/todomvc-web/test/given.mjs'

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

let weir
let guarded
let demo
let browser

before(async () => {
  ;[weir, guarded, demo, browser] = await Promise.all([
    startWeir(),
    startWeir({ WEIR_CONSOLE_TOKEN: TOKEN }),
    startDemo(),
    startBrowser(),
  ])
  await weir.push('todos', events(1, 30))
  await weir.push('todos', events(1, 1, 'late')) // behind: a conflict to show
  await weir.post('/v1/access-tokens', { id: 'reader', scope: { basins: { prefix: '' }, op_groups: { stream: { read: true } } } })
})

after(async () => {
  await browser?.close()
  await Promise.all([weir?.stop(), guarded?.stop(), demo?.stop()])
})

/** What is in somebody's way on the page as it is now. */
const barriers = async (page) => {
  await page.evaluate(AXE)
  const { violations, passes } = await page.evaluate((values) => globalThis.axe.run({ runOnly: { type: 'tag', values } }), RULES)
  assert.ok(passes.length > 5, 'axe looked at something')
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} at ${target}: ${failureSummary}`))
}

const heading = (page) => page.getByRole('heading', { level: 1 }).waitFor()
const button = (page, name) => page.getByRole('button', { name }).click()

/** The pages and dialogs of the console: what they are called, where they are, and what is done there first. */
const PAGES = [
  ['stores', '', (page) => page.getByRole('link', { name: 'todos' }).waitFor()],
  ['events', '#/stores/todos', (page) => page.getByRole('option').last().click()],
  ['timeline', '#/stores/todos/timeline', (page) => page.locator('.plot canvas').first().waitFor()],
  ['conflicts of a store', '#/stores/todos/conflicts', (page) => page.getByText('ServerAhead').first().waitFor()],
  ['stream of a store', '#/stores/todos/stream', heading],
  ['conflicts', '#/conflicts', (page) => page.getByText('ServerAhead').first().waitFor()],
  ['basins', '#/s2', (page) => page.getByRole('link', { name: 'livestore' }).waitFor()],
  ['new basin', '#/s2', (page) => button(page, 'New basin')],
  ['a basin', '#/s2/livestore', (page) => page.getByRole('link', { name: 'todos' }).waitFor()],
  ['new stream', '#/s2/livestore', (page) => button(page, 'New stream')],
  ['a stream', '#/s2/livestore/todos', (page) => page.getByRole('button', { name: 'Delete stream' }).waitFor()],
  ['deleting', '#/s2/livestore/todos', (page) => button(page, 'Delete stream')],
  ['tokens', '#/tokens', (page) => page.getByRole('button', { name: 'Revoke reader' }).waitFor()],
  ['new token', '#/tokens', (page) => button(page, 'New token')],
]

for (const colorScheme of ['light', 'dark']) {
  test(`console, ${colorScheme}: no page is in anybody's way`, async (t) => {
    const found = []
    for (const [name, hash, ready] of PAGES) {
      const page = await openPage(browser, `${weir.url}${hash}`, { colorScheme })
      await ready(page)
      found.push(...(await barriers(page)).map((barrier) => `${name}: ${barrier}`))
      await page.context().close()
    }
    const page = await openPage(browser, guarded.url, { colorScheme })
    await page.getByLabel('Console token').fill('wrong')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor()
    found.push(...(await barriers(page)).map((barrier) => `log in: ${barrier}`))
    await page.context().close()
    assert.deepEqual(found, [])
  })

  test(`demo, ${colorScheme}: the list is in nobody's way`, async (t) => {
    const window = await openWindow(browser, `${demo.page}?store=${colorScheme}`, { colorScheme })
    t.after(() => window.close())
    await window.isNow('online')
    await window.add('milk', 'tea')
    await window.tick('milk')
    await window.hasTicked('milk')
    const found = await barriers(window.page)
    await window.offline(true)
    await window.isNow('offline')
    assert.deepEqual(found.concat(await barriers(window.page)), [])
  })
}

/** Tab, until this has the focus: where it never has, no keyboard reaches it. */
const tabTo = async (page, what) => {
  await what.first().waitFor()
  for (let presses = 0; presses < 60; presses++) {
    if (await what.first().evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`the Tab key does not lead to ${what}`)
}

const enter = async (page, what) => {
  await tabTo(page, what)
  await page.keyboard.press('Enter')
}

test('console: a keyboard leads from the stores to an event, makes a token, and revokes it', async (t) => {
  const page = await openPage(browser, weir.url)
  t.after(() => page.context().close())
  await enter(page, page.getByRole('link', { name: 'todos' }))
  await tabTo(page, page.getByRole('listbox'))
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await page.getByRole('list', { name: 'Chain of parents' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('list', { name: 'Chain of parents' }).waitFor({ state: 'detached' })

  await enter(page, page.getByRole('link', { name: 'Tokens' }))
  await enter(page, page.getByRole('button', { name: 'New token' }))
  await tabTo(page, page.getByLabel('Id'))
  await page.keyboard.type('typed')
  await tabTo(page, page.getByLabel('Basins whose names'))
  await page.keyboard.type('live')
  await enter(page, page.getByRole('button', { name: 'Create' }))
  await enter(page, page.getByRole('dialog').getByRole('button', { name: 'I have it' }))
  await enter(page, page.getByRole('button', { name: 'Revoke typed' }))
  await tabTo(page, page.getByRole('dialog').getByRole('textbox'))
  await page.keyboard.type('typed')
  await enter(page, page.getByRole('dialog').getByRole('button', { name: 'Delete' }))
  await page.getByRole('button', { name: 'Revoke typed' }).waitFor({ state: 'detached' })
  assert.deepEqual(page.complaints, [])
})
