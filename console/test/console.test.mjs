// The console as operators see it: the real program, and its pages in a browser.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { events, openPage, startBrowser, startWeir, TOKEN } from './given.mjs'

let weir
let browser

before(async () => {
  ;[weir, browser] = await Promise.all([startWeir(), startBrowser()])
  await weir.push('todos', events(1, 300))
})

after(async () => {
  await browser?.close()
  await weir?.stop()
})

const open = async (t, hash, options) => {
  const page = await openPage(browser, `${weir.url}${hash}`, options)
  t.after(() => page.context().close())
  return page
}

const row = (page, text) => page.getByRole('option').filter({ hasText: text })

test('overview: tells how S2 is, and leads to a store', async (t) => {
  const page = await open(t, '')
  await page.getByRole('heading', { name: 'S2', exact: true }).locator('..').getByText('up').waitFor()
  const store = page.getByRole('row').filter({ hasText: 'todos' })
  await store.getByText('300', { exact: true }).waitFor()
  await store.getByRole('link', { name: 'todos' }).click()
  await page.getByRole('listbox').waitFor()
  assert.deepEqual(page.complaints, [])
})

test('events: begin at the newest, and go anywhere by the keyboard', async (t) => {
  const page = await open(t, '#/stores/todos')
  await row(page, 'Number 300"').waitFor()
  const list = page.getByRole('listbox')
  assert.ok((await page.getByRole('option').count()) < 100, 'only what is in view is there')

  await list.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Home')
  await row(page, 'Number 1"').waitFor()
  await page.keyboard.press('PageDown')
  await page.keyboard.press('Enter')
  await page.getByRole('list', { name: 'Chain of parents' }).waitFor()
  assert.deepEqual(page.complaints, [])
})

test('event: shows its JSON and the chain of its parents, which can be followed', async (t) => {
  const page = await open(t, '#/stores/todos')
  await row(page, 'Number 300"').click()
  const detail = page.getByRole('region', { name: 'Record 299' })
  await detail.getByText('"todo-300"').waitFor()
  const chain = detail.getByRole('list', { name: 'Chain of parents' })
  assert.match(await chain.innerText(), /^300 .*\n+299 .*\n+298 /)

  await chain.getByRole('button', { name: '298' }).click()
  await page.getByRole('region', { name: 'Record 297' }).getByText('"todo-298"').waitFor()
  await page.keyboard.press('Escape')
  await chain.waitFor({ state: 'detached' })
})

test('filter: finds the events of a name, and of a client', async (t) => {
  const page = await open(t, '#/stores/todos')
  await page.getByLabel('Event name').fill('v1.TodoDeleted')
  await page.getByRole('button', { name: 'Filter' }).click()
  await page.getByText('75 found, that is all').waitFor()
  await page.getByLabel('Client').fill('nobody')
  await page.keyboard.press('Enter')
  await page.getByText('0 found, that is all').waitFor()
})

test('live: what is pushed comes in by itself', async (t) => {
  await weir.push('lively', events(1, 1))
  const page = await open(t, '#/stores/lively')
  await page.getByText('1 records, live').waitFor()
  await weir.push('lively', events(2, 1))
  await row(page, 'Number 2"').waitFor()
  await page.getByText('2 records, live').waitFor()
})

test('timeline: plots what happened, and says it in words', async (t) => {
  await weir.push('timed', events(1, 3))
  const page = await open(t, '#/stores/timed/timeline')
  await page.getByText('3 events in 1 pushes').waitFor()
  assert.equal(await page.locator('.plot canvas').count(), 3)
  await page.getByRole('img', { name: /^Push latency; last: median .* ms/ }).waitFor()
  await page.getByRole('button', { name: '60 min' }).click()
  await page.getByText('In these 60 minutes: 3 events').waitFor()
  assert.deepEqual(page.complaints, [])
})

test('conflicts: each says whose push it was, and why', async (t) => {
  await weir.push('contested', events(1, 2, 'first'))
  await weir.push('contested', events(1, 1, 'second'))
  const page = await open(t, '#/conflicts')
  const conflict = page.getByRole('row').filter({ hasText: 'contested' })
  await conflict.getByText('ServerAhead: the store\'s head is 2; the push builds on 0').waitFor()
  await conflict.getByText('second').waitFor()
  await weir.push('contested', [{ ...events(3, 1)[0], parentSeqNum: 7 }])
  await page.getByRole('row').filter({ hasText: 'Malformed' }).or(page.getByText('push refused')).first().waitFor()
  await conflict.first().getByRole('link', { name: 'contested' }).click()
  await page.getByRole('row').filter({ hasText: 'ServerAhead' }).first().waitFor()
})

test('S2: a basin and a stream are created, changed and deleted, once their names are typed', async (t) => {
  const page = await open(t, '#/s2')
  await page.getByRole('button', { name: 'New basin' }).click()
  await page.getByLabel('Name:').fill('short')
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByRole('alert').waitFor() // S2's own words; the dialog stays
  await page.getByLabel('Name:').fill('test-basin')
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByRole('link', { name: 'test-basin' }).click()

  await page.getByRole('button', { name: 'New stream' }).click()
  await page.getByLabel('Name', { exact: true }).fill('a/b')
  await page.getByLabel('Keep records').selectOption('for some days')
  await page.getByLabel('Days', { exact: true }).fill('3')
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByRole('link', { name: 'a/b' }).click()
  await page.getByText('"age": 259200').waitFor()

  await page.getByRole('button', { name: 'Change configuration' }).click()
  await page.getByLabel('Keep records').selectOption('for ever')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('"infinite"').waitFor()

  await page.getByRole('button', { name: 'Delete stream' }).click()
  const dialog = page.getByRole('dialog')
  assert.ok(await dialog.getByRole('button', { name: 'Delete' }).isDisabled())
  await dialog.getByRole('textbox').fill('a/b')
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await page.getByText('There is no such stream.').waitFor()

  await page.getByRole('button', { name: 'Delete basin' }).click()
  await dialog.getByRole('textbox').fill('test-basin')
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('heading', { name: 'S2: basins' }).waitFor()
  await page
    .getByRole('row')
    .filter({ hasText: 'test-basin' })
    .filter({ hasNotText: 'being deleted' })
    .waitFor({ state: 'detached' })
  assert.deepEqual(page.complaints, [])
})

test('tokens: the secret stays until somebody closes it, and a revoked token is gone', async (t) => {
  const page = await open(t, '#/tokens')
  await page.getByRole('button', { name: 'New token' }).click()
  await page.getByLabel('Id').fill('reader')
  await page.getByLabel('Basins whose names').fill('live')
  await page.getByRole('button', { name: 'Create' }).click()
  const dialog = page.getByRole('dialog', { name: 'The new token' })
  await page.getByRole('row').filter({ hasText: 'reader' }).waitFor()
  await page.keyboard.press('Escape')
  assert.match(await dialog.locator('pre').innerText(), /^weir_[\w-]{40,}/)
  await dialog.getByRole('button', { name: 'I have it' }).click()
  await dialog.waitFor({ state: 'detached' })

  await page.getByRole('button', { name: 'Revoke reader' }).click()
  await page.getByRole('dialog').getByRole('textbox').fill('reader')
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await page.getByText('There is no such token.').waitFor()
})

test('phone: every page fits its width, and an event takes all of it', async (t) => {
  const page = await open(t, '', { viewport: { width: 360, height: 640 }, hasTouch: true })
  for (const hash of ['#/', '#/conflicts', '#/s2', '#/s2/livestore', '#/tokens', '#/stores/todos/timeline', '#/stores/todos']) {
    await page.goto(`${weir.url}${hash}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    assert.ok(width <= 360, `${hash} is ${width} pixels wide`)
  }
  await row(page, 'v1.Todo').last().tap()
  await page.getByRole('list', { name: 'Chain of parents' }).waitFor()
  await page.getByRole('listbox').waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: 'Close' }).tap()
  await page.getByRole('listbox').waitFor()
})

test('colours: follow the system, and the button', async (t) => {
  const page = await open(t, '', { colorScheme: 'dark' })
  // The page is drawn in other colours a moment after the button names them.
  const becomes = (isDark) => page.waitForFunction(
    ([dark, expected]) => (getComputedStyle(document.documentElement).backgroundColor === dark) === expected,
    [dark, isDark])
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  const dark = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
  await page.getByRole('button', { name: 'Colours: auto' }).click()
  await page.getByRole('button', { name: 'Colours: light' }).waitFor()
  await becomes(false)
  await page.reload()
  await page.getByRole('button', { name: 'Colours: light' }).click()
  await page.getByRole('button', { name: 'Colours: dark' }).waitFor()
  await becomes(true)
})

test('token: nothing is shown before its holder has logged in', async (t) => {
  const guarded = await startWeir({ WEIR_CONSOLE_TOKEN: TOKEN })
  t.after(() => guarded.stop())
  const page = await openPage(browser, guarded.url)
  t.after(() => page.context().close())
  await page.getByLabel('Console token').fill('wrong')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').waitFor()
  await page.getByLabel('Console token').fill(TOKEN)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  await page.reload()
  await page.getByRole('button', { name: 'Log out' }).click()
  await page.getByLabel('Console token').waitFor()
})
