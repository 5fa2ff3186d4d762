// Usage metrics.
import assert from 'node:assert/strict'

import { batch, newBasin, refusal, s2, test } from './given.mjs'

const HOUR = 3_600_000
const lastHours = () => ({ start: Date.now() - 2 * HOUR, end: Date.now() + 60_000 })
const kindOf = (metric) => Object.values(metric)[0]
const total = (metric) => kindOf(metric).values.reduce((sum, [, value]) => sum + value, 0)

test('what is appended is counted, in operations and bytes', async () => {
  const basin = await newBasin()
  await basin.streams.create({ stream: 'orders' })
  for (let i = 0; i < 3; i++) await basin.stream('orders').append(batch('0123456789'))
  const ops = await s2.metrics.basin({ basin: basin.name, set: 'append-ops', interval: 'minute', ...lastHours() })
  assert.equal(ops.values.reduce((sum, metric) => sum + total(metric), 0), 3, JSON.stringify(ops))
  assert.ok(ops.values.every((metric) => metric.accumulation.unit === 'operations'), JSON.stringify(ops))
  const bytes = await s2.metrics.basin({ basin: basin.name, set: 'append-throughput', interval: 'minute', ...lastHours() })
  assert.equal(bytes.values.reduce((sum, metric) => sum + total(metric), 0), 3 * 18, JSON.stringify(bytes))
})

test('what is stored is told for a stream and its basin', async () => {
  const basin = await newBasin()
  await basin.streams.create({ stream: 'orders' })
  await basin.stream('orders').append(batch('0123456789'))
  const stored = await s2.metrics.stream({ basin: basin.name, stream: 'orders', set: 'storage', interval: 'minute', ...lastHours() })
  const { gauge } = stored.values[0]
  assert.equal(gauge.unit, 'bytes')
  assert.equal(gauge.values.at(-1)[1], 18, JSON.stringify(stored))
})

test('basins that are active are named', async () => {
  const basin = await newBasin()
  await basin.streams.create({ stream: 'orders' })
  await basin.stream('orders').append(batch('a'))
  const active = await s2.metrics.account({ set: 'active-basins', ...lastHours() })
  assert.ok(active.values[0].label.values.includes(basin.name), JSON.stringify(active))
})

test('a range that is none, or is missing, is refused', async () => {
  await assert.rejects(s2.metrics.account({ set: 'account-ops' }), refusal(422, 'invalid'))
  const { start, end } = lastHours()
  await assert.rejects(s2.metrics.account({ set: 'account-ops', start: end, end: start }), refusal(422, 'invalid'))
})
