import assert from 'node:assert/strict'

import { namePrefix, newName, refusal, s2, test } from './given.mjs'

const fullConfig = {
  createStreamOnAppend: true,
  createStreamOnRead: true,
  streamCipher: 'aes-256-gcm',
  defaultStreamConfig: {
    storageClass: 'standard',
    retentionPolicy: { ageSecs: 86_400 },
    timestamping: { mode: 'client-require', uncapped: true },
    deleteOnEmpty: { minAgeSecs: 3_600 },
  },
}

test('a created basin is listed, with when it was created', async () => {
  const basin = newName()
  const created = await s2.basins.create({ basin })
  assert.equal(created.name, basin)
  assert.ok(Math.abs(created.createdAt.getTime() - Date.now()) < 60_000, String(created.createdAt))
  assert.equal(created.deletedAt ?? null, null)
  const listed = await s2.basins.list({ prefix: basin })
  assert.deepEqual(listed.basins.map((each) => each.name), [basin])
  assert.equal(listed.hasMore, false)
})

test('a basin keeps every part of its configuration', async () => {
  const basin = newName()
  await s2.basins.create({ basin, config: fullConfig })
  assert.deepEqual(await s2.basins.getConfig({ basin }), fullConfig)
})

test('a basin that exists is not created again', async () => {
  const basin = newName()
  await s2.basins.create({ basin })
  await assert.rejects(s2.basins.create({ basin }), refusal(409, 'resource_already_exists'))
})

test('ensuring a basin creates it, then updates it, then changes nothing', async () => {
  const basin = newName()
  const first = await s2.basins.ensure({ basin, config: { createStreamOnAppend: true } })
  assert.equal(first.result, 'created')
  const second = await s2.basins.ensure({ basin, config: { createStreamOnRead: true } })
  assert.equal(second.result, 'updated')
  assert.deepEqual(second.basin.createdAt, first.basin.createdAt)
  const third = await s2.basins.ensure({ basin, config: { createStreamOnRead: true } })
  assert.equal(third.result, 'noop')
  const config = await s2.basins.getConfig({ basin })
  assert.equal(config.createStreamOnAppend, false)
  assert.equal(config.createStreamOnRead, true)
})

test('reconfiguring a basin changes what is named and leaves the rest', async () => {
  const basin = newName()
  await s2.basins.create({ basin, config: fullConfig })
  const changed = await s2.basins.reconfigure({
    basin,
    createStreamOnRead: false,
    defaultStreamConfig: { retentionPolicy: { infinite: {} }, timestamping: { uncapped: false } },
  })
  const expected = structuredClone(fullConfig)
  expected.createStreamOnRead = false
  expected.defaultStreamConfig.retentionPolicy = { infinite: {} }
  expected.defaultStreamConfig.timestamping.uncapped = false
  assert.deepEqual(changed, expected)
  assert.deepEqual(await s2.basins.getConfig({ basin }), expected)
  assert.deepEqual(await s2.basins.reconfigure({ basin }), expected)
})

test('lists go through all basins page by page, in order', async () => {
  const names = [newName(), newName(), newName()]
  for (const basin of names) await s2.basins.create({ basin })
  const page = await s2.basins.list({ prefix: namePrefix, startAfter: names[0], limit: 1 })
  assert.deepEqual([page.basins.map((each) => each.name), page.hasMore], [[names[1]], true])
  const all = []
  for await (const basin of s2.basins.listAll({ prefix: namePrefix, limit: 1 })) all.push(basin.name)
  assert.deepEqual(all, [...all].sort())
  for (const name of names) assert.ok(all.includes(name), `${name} in ${all}`)
})

test('a deleted basin goes, and takes no new streams', async () => {
  const basin = newName()
  await s2.basins.create({ basin })
  await s2.basin(basin).streams.create({ stream: 'orders' })
  await s2.basins.delete({ basin })
  await assert.rejects(s2.basin(basin).streams.create({ stream: 'more' }), (error) =>
    [409, 404].includes(error.status) && ['basin_deletion_pending', 'basin_not_found'].includes(error.code),
  )
  const [listed] = (await s2.basins.list({ prefix: basin })).basins
  assert.ok(listed === undefined || listed.deletedAt instanceof Date, JSON.stringify(listed))
})

test('a basin that is not there is said to be missing', async () => {
  const basin = newName()
  await assert.rejects(s2.basins.getConfig({ basin }), refusal(404, 'basin_not_found'))
  await assert.rejects(s2.basins.delete({ basin }), refusal(404, 'basin_not_found'))
  await assert.rejects(s2.basins.reconfigure({ basin, createStreamOnRead: true }), refusal(404, 'basin_not_found'))
  await assert.rejects(s2.basin(basin).streams.create({ stream: 'orders' }), refusal(404, 'basin_not_found'))
  await assert.rejects(s2.basin(basin).stream('orders').checkTail(), refusal(404, 'basin_not_found'))
})

test('a retention of no time is refused', async () => {
  const config = { defaultStreamConfig: { retentionPolicy: { ageSecs: 0 } } }
  await assert.rejects(s2.basins.create({ basin: newName(), config }), refusal(422, 'invalid'))
})
