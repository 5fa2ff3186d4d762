import assert from 'node:assert/strict'

import { batch, newBasin, refusal, test } from './given.mjs'

const defaults = {
  storageClass: 'express',
  retentionPolicy: { ageSecs: 604_800 },
  timestamping: { mode: 'client-prefer', uncapped: false },
  deleteOnEmpty: { minAgeSecs: 0 },
}
const full = {
  storageClass: 'standard',
  retentionPolicy: { infinite: {} },
  timestamping: { mode: 'arrival', uncapped: true },
  deleteOnEmpty: { minAgeSecs: 60 },
}

test('a stream without configuration has the defaults', async () => {
  const basin = await newBasin()
  const created = await basin.streams.create({ stream: 'orders' })
  assert.equal(created.name, 'orders')
  assert.ok(created.createdAt instanceof Date)
  assert.equal(created.deletedAt ?? null, null)
  assert.equal(created.cipher ?? null, null)
  assert.deepEqual(await basin.streams.getConfig({ stream: 'orders' }), defaults)
})

test('a stream keeps every part of its configuration', async () => {
  const basin = await newBasin()
  await basin.streams.create({ stream: 'orders', config: full })
  assert.deepEqual(await basin.streams.getConfig({ stream: 'orders' }), full)
})

test('what a stream does not say comes from its basin', async () => {
  const basin = await newBasin({ defaultStreamConfig: { retentionPolicy: { ageSecs: 100 }, timestamping: { mode: 'arrival' } } })
  await basin.streams.create({ stream: 'orders', config: { timestamping: { uncapped: true } } })
  assert.deepEqual(await basin.streams.getConfig({ stream: 'orders' }), {
    ...defaults,
    retentionPolicy: { ageSecs: 100 },
    timestamping: { mode: 'arrival', uncapped: true },
  })
})

test('a stream that exists is not created again', async () => {
  const basin = await newBasin()
  await basin.streams.create({ stream: 'orders' })
  await assert.rejects(basin.streams.create({ stream: 'orders' }), refusal(409, 'resource_already_exists'))
})

test('ensuring a stream creates it, then updates it, then changes nothing', async () => {
  const basin = await newBasin()
  const first = await basin.streams.ensure({ stream: 'orders', config: full })
  assert.equal(first.result, 'created')
  const second = await basin.streams.ensure({ stream: 'orders', config: { storageClass: 'standard' } })
  assert.equal(second.result, 'updated')
  assert.deepEqual(second.stream.createdAt, first.stream.createdAt)
  const third = await basin.streams.ensure({ stream: 'orders', config: { storageClass: 'standard' } })
  assert.equal(third.result, 'noop')
  assert.deepEqual(await basin.streams.getConfig({ stream: 'orders' }), { ...defaults, storageClass: 'standard' })
})

test('reconfiguring a stream changes what is named, and null goes back to the default', async () => {
  const basin = await newBasin()
  await basin.streams.create({ stream: 'orders', config: full })
  const aged = await basin.streams.reconfigure({ stream: 'orders', retentionPolicy: { ageSecs: 5 } })
  assert.deepEqual(aged, { ...full, retentionPolicy: { ageSecs: 5 } })
  const capped = await basin.streams.reconfigure({ stream: 'orders', timestamping: { uncapped: false } })
  assert.deepEqual(capped.timestamping, { mode: 'arrival', uncapped: false })
  const cleared = await basin.streams.reconfigure({ stream: 'orders', timestamping: null, storageClass: null })
  assert.deepEqual(cleared, { ...defaults, retentionPolicy: { ageSecs: 5 }, deleteOnEmpty: full.deleteOnEmpty })
  assert.deepEqual(await basin.streams.reconfigure({ stream: 'orders' }), cleared)
  assert.deepEqual(await basin.streams.getConfig({ stream: 'orders' }), cleared)
})

test('streams are listed by prefix, page by page, in order', async () => {
  const basin = await newBasin()
  const names = ['a', 'a/b', 'a/c', 'b', 'ü 100%?']
  for (const stream of names) await basin.streams.create({ stream })
  const listed = async (args) => {
    const page = await basin.streams.list(args)
    return [page.streams.map((stream) => stream.name), page.hasMore]
  }
  assert.deepEqual(await listed({ prefix: 'a/' }), [['a/b', 'a/c'], false])
  assert.deepEqual(await listed({ prefix: 'a', startAfter: 'a', limit: 1 }), [['a/b'], true])
  assert.deepEqual(await listed({ prefix: 'a', startAfter: 'b' }), [[], false])
  const all = []
  for await (const stream of basin.streams.listAll({ limit: 2 })) all.push(stream.name)
  assert.deepEqual(all, names)
})

test('a name of any characters names one stream everywhere', async () => {
  const basin = await newBasin()
  const stream = 'orders/2026 ü%2F?#'
  await basin.streams.create({ stream })
  const { tail } = await basin.stream(stream).append(batch('a'))
  assert.equal(tail.seqNum, 1)
  assert.equal((await basin.stream(stream).checkTail()).tail.seqNum, 1)
  assert.deepEqual(await basin.streams.getConfig({ stream }), defaults)
})

test('a deleted stream takes no appends and is no longer listed as alive', async () => {
  const basin = await newBasin()
  await basin.streams.create({ stream: 'orders' })
  await basin.stream('orders').append(batch('a'))
  await basin.streams.delete({ stream: 'orders' })
  const gone = (error) =>
    (error.status === 409 && error.code === 'stream_deletion_pending') ||
    (error.status === 404 && error.code === 'stream_not_found')
  await assert.rejects(basin.stream('orders').append(batch('b')), gone)
  await assert.rejects(basin.stream('orders').checkTail(), gone)
  await assert.rejects(basin.streams.getConfig({ stream: 'orders' }), gone)
  const alive = []
  for await (const stream of basin.streams.listAll()) alive.push(stream.name)
  assert.deepEqual(alive, [])
})

test('a stream that is not there is said to be missing', async () => {
  const basin = await newBasin()
  const missing = refusal(404, 'stream_not_found')
  await assert.rejects(basin.streams.getConfig({ stream: 'gone' }), missing)
  await assert.rejects(basin.streams.reconfigure({ stream: 'gone', storageClass: 'standard' }), missing)
  await assert.rejects(basin.streams.delete({ stream: 'gone' }), missing)
  await assert.rejects(basin.stream('gone').append(batch('a')), missing)
  await assert.rejects(basin.stream('gone').read({ start: { from: { seqNum: 0 } } }), missing)
  await assert.rejects(basin.stream('gone').checkTail(), missing)
})

test('an append creates the stream where the basin says so, with the configuration it brings', async () => {
  const basin = await newBasin({ createStreamOnAppend: true, defaultStreamConfig: { storageClass: 'standard' } })
  await basin.stream('orders').append(batch('a'))
  assert.equal((await basin.streams.getConfig({ stream: 'orders' })).storageClass, 'standard')
  const streamConfig = { retentionPolicy: { infinite: {} } }
  await basin.stream('kept').append({ ...batch('a'), streamConfig })
  assert.deepEqual(await basin.streams.getConfig({ stream: 'kept' }), {
    ...defaults,
    storageClass: 'standard',
    retentionPolicy: { infinite: {} },
  })
})

test('a read creates the stream where the basin says so', async () => {
  const basin = await newBasin({ createStreamOnRead: true })
  await assert.rejects(basin.stream('orders').read({ start: { from: { seqNum: 0 } } }), (error) => error.status === 416)
  assert.deepEqual(await basin.streams.getConfig({ stream: 'orders' }), defaults)
  assert.deepEqual((await basin.stream('others').checkTail()).tail.seqNum, 0)
})
