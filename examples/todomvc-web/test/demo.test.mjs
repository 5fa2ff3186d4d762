// `weir demo` as its users see it: the real program, and its page in two browsers.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { openWindow, startBrowser, startWeir } from './given.mjs'

let weir
let browser
let lists = 0

before(async () => {
  ;[weir, browser] = await Promise.all([startWeir(), startBrowser()])
})

after(async () => {
  await browser?.close()
  await weir?.stop()
})

const openTwo = async (t) => {
  const storeId = `list-${++lists}`
  const url = `${weir.page}?store=${storeId}`
  const windows = await Promise.all([openWindow(browser, url), openWindow(browser, url)])
  t.after(() => Promise.all(windows.map((window) => window.close())))
  const each = (of) => Promise.all(windows.map(of))
  await each((window) => window.isNow('online'))
  return { storeId, windows, each }
}

/** Nothing was lost, doubled or put in two places, and no window had anything to complain of. */
const assertAllIsWell = async ({ storeId, windows }, texts) => {
  const [left, right] = windows
  assert.deepEqual(await left.texts(), await right.texts())
  assert.equal((await left.texts()).length, texts.length)
  const events = await weir.events(storeId)
  assert.deepEqual(
    events.map(({ seqNum, parentSeqNum }) => [seqNum, parentSeqNum]),
    events.map((_, i) => [i + 1, i]),
  )
  const created = events.filter(({ name }) => name === 'v1.TodoCreated').map(({ args }) => args.text)
  assert.deepEqual(created.sort(), [...texts].sort())
  assert.deepEqual(windows.flatMap(({ complaints }) => complaints), [])
}

test('two windows: each sees at once what the other does', async (t) => {
  const list = await openTwo(t)
  const [left, right] = list.windows

  await left.add('milk', 'tea')
  await right.has('milk', 'tea')
  await right.tick('milk')
  await left.hasTicked('milk')
  await left.page.getByRole('button', { name: 'Clear completed' }).click()
  await right.lacks('milk')
  await right.page.getByRole('button', { name: 'Change tea' }).click()
  await right.page.getByLabel('Change tea').fill('green tea')
  await right.page.keyboard.press('Enter')
  await left.has('green tea')
  await left.page.getByRole('button', { name: 'Delete green tea' }).click()
  await right.lacks('green tea')
  assert.deepEqual(await left.texts(), [])
})

test('offline, both windows edited: they merge, and keep it through a reload', async (t) => {
  const list = await openTwo(t)
  const [left, right] = list.windows
  const texts = ['before', 'left 1', 'left 2', 'right 1', 'right 2']
  await left.add('before')
  await right.has('before')

  await list.each((window) => window.offline(true))
  await list.each((window) => window.isNow('offline'))
  await left.add('left 1', 'left 2')
  await right.add('right 1', 'right 2')
  await right.tick('before')
  await list.each((window) => window.offline(false))

  await list.each((window) => window.has(...texts))
  await list.each((window) => window.hasTicked('before'))
  await assertAllIsWell(list, texts)

  await list.each((window) => window.reload())
  await list.each((window) => window.has(...texts))
  await left.add('left again')
  await right.add('right again')
  await list.each((window) => window.has('left again', 'right again'))
  await assertAllIsWell(list, texts.concat('left again', 'right again'))
})

test('Weir killed, both windows edited, Weir started again: they converge without a reload', async (t) => {
  const list = await openTwo(t)
  const [left, right] = list.windows
  const texts = ['before', 'left 1', 'left 2', 'right 1', 'right 2']
  await left.add('before')
  await right.has('before')

  await weir.kill()
  await list.each((window) => window.isNow('offline'))
  await left.add('left 1', 'left 2')
  await right.add('right 1', 'right 2')
  await weir.startAgain()

  await list.each((window) => window.has(...texts))
  await list.each((window) => window.isNow('online'))
  await assertAllIsWell(list, texts)

  await list.each((window) => window.reload())
  await list.each((window) => window.has(...texts))
  await right.add('after')
  await left.has('after')
  await assertAllIsWell(list, texts.concat('after'))
})

test('Weir killed again and again while both windows are edited: nothing is lost', async (t) => {
  const list = await openTwo(t)
  const [left, right] = list.windows
  const texts = []
  for (const round of ['first', 'second']) {
    await weir.kill()
    await left.add(`${round} left`)
    await right.add(`${round} right`)
    texts.push(`${round} left`, `${round} right`)
    await weir.startAgain()
    await list.each((window) => window.has(...texts))
  }
  await assertAllIsWell(list, texts)
})
