// Append and read sessions, over the transport that S2_TRANSPORT names: s2s (framed protobuf over HTTP/2) or fetch
// (an append at a time, reads as server-sent events).
import { AppendInput, AppendRecord, BatchTransform, FencingTokenMismatchError, Producer, RangeNotSatisfiableError, SeqNumMismatchError } from '@s2-dev/streamstore'
import assert from 'node:assert/strict'

import { batch, bodies, drain, newBasin, newStream, numbered, refusal, seqNums, streamOf, take, test, text } from './given.mjs'

const fromStart = { start: { from: { seqNum: 0 } } }
const upTo = (count) => ({ ...fromStart, stop: { limits: { count } } })

test('an append session keeps the order of what is submitted without waiting', async () => {
  const stream = await newStream()
  const session = await stream.appendSession()
  const tickets = []
  for (let i = 0; i < 200; i++) tickets.push(await session.submit(batch(`${i} a`, `${i} b`)))
  const acks = await Promise.all(tickets.map((ticket) => ticket.ack()))
  assert.deepEqual(acks.map((ack) => [ack.start.seqNum, ack.end.seqNum]), tickets.map((_, i) => [2 * i, 2 * i + 2]))
  await session.close()
  const expected = tickets.flatMap((_, i) => [`${i} a`, `${i} b`])
  assert.deepEqual(bodies(await drain(await stream.readSession(upTo(400)))), expected)
  assert.equal(session.lastAckedPosition().end.seqNum, 400)
})

test('an append session takes full batches, more than fit at once', async () => {
  const stream = await newStream()
  const session = await stream.appendSession({ maxInflightBytes: 2 << 20 })
  const body = 'x'.repeat(AppendRecord.maxBodyBytes())
  const tickets = []
  for (let i = 0; i < 8; i++) tickets.push(await session.submit(batch(body)))
  await session.close()
  assert.equal((await tickets[7].ack()).end.seqNum, 8)
  const read = await drain(await stream.readSession(upTo(8)))
  assert.deepEqual(read.map((record) => record.body.length), Array(8).fill(body.length))
})

test('an append session ends at a stale matchSeqNum, after the acknowledgements before it', async () => {
  const stream = await newStream()
  const session = await stream.appendSession()
  const conditional = (body, matchSeqNum) => session.submit(AppendInput.create([text(body)], { matchSeqNum }))
  const good = [await conditional('a', 0), await conditional('b', 1)]
  const stale = await conditional('c', 7)
  const after = await conditional('d', 2).catch((error) => ({ ack: () => Promise.reject(error) }))
  assert.deepEqual((await Promise.all(good.map((ticket) => ticket.ack()))).map((ack) => ack.end.seqNum), [1, 2])
  const mismatch = (error) => error instanceof SeqNumMismatchError && error.expectedSeqNum === 2
  await assert.rejects(stale.ack(), mismatch)
  await assert.rejects(after.ack(), mismatch)
  await assert.rejects(session.close(), mismatch)
  assert.equal((await stream.checkTail()).tail.seqNum, 2)
})

test('an append session is told of a fence', async () => {
  const stream = await newStream()
  await stream.append(AppendInput.create([AppendRecord.fence('mine')]))
  const session = await stream.appendSession()
  const good = await session.submit(AppendInput.create([text('a')], { fencingToken: 'mine' }))
  await good.ack()
  const bad = await session.submit(AppendInput.create([text('b')], { fencingToken: 'theirs' }))
  await assert.rejects(
    bad.ack(),
    (error) => error instanceof FencingTokenMismatchError && error.expectedFencingToken === 'mine',
  )
  await session.close().catch(() => {})
})

test('an append session to a missing stream is refused', async () => {
  const basin = await newBasin()
  const opened = async () => {
    const session = await streamOf(basin, 'gone').appendSession()
    await (await session.submit(batch('a'))).ack()
  }
  await assert.rejects(opened(), refusal(404, 'stream_not_found'))
})

test('an append session creates its stream where the basin says so', async () => {
  const basin = await newBasin({ createStreamOnAppend: true })
  const session = await streamOf(basin, 'orders').appendSession({ streamConfig: { storageClass: 'standard' } })
  await (await session.submit(batch('a'))).ack()
  await session.close()
  assert.equal((await basin.streams.getConfig({ stream: 'orders' })).storageClass, 'standard')
})

test('a closed append session has its acknowledgements, and takes no more', async () => {
  const stream = await newStream()
  const session = await stream.appendSession()
  const tickets = [await session.submit(batch('a')), await session.submit(batch('b'))]
  await session.close()
  assert.deepEqual((await Promise.all(tickets.map((ticket) => ticket.ack()))).map((ack) => ack.end.seqNum), [1, 2])
  await assert.rejects(async () => (await session.submit(batch('c'))).ack())
  assert.equal((await stream.checkTail()).tail.seqNum, 2)
})

test('two append sessions share a stream without mixing their batches', async () => {
  const stream = await newStream()
  const write = async (name) => {
    const session = await stream.appendSession()
    const tickets = []
    for (let i = 0; i < 50; i++) tickets.push(await session.submit(batch(`${name}${i} 1`, `${name}${i} 2`)))
    await session.close()
    return Promise.all(tickets.map((ticket) => ticket.ack()))
  }
  const acks = (await Promise.all([write('a'), write('b')])).flat()
  const starts = acks.map((ack) => ack.start.seqNum).sort((a, b) => a - b)
  assert.deepEqual(starts, Array.from({ length: 100 }, (_, i) => 2 * i))
  const read = bodies(await drain(await stream.readSession(upTo(200))))
  for (let i = 0; i < 200; i += 2) assert.equal(read[i].replace(/1$/, '2'), read[i + 1])
  for (const name of ['a', 'b']) {
    const own = read.filter((body) => body.startsWith(name))
    assert.deepEqual(own, Array.from({ length: 50 }, (_, i) => [`${name}${i} 1`, `${name}${i} 2`]).flat())
  }
})

test('a producer batches records and tells each its number', async () => {
  const stream = await newStream()
  const producer = new Producer(new BatchTransform({ lingerDurationMillis: 5, maxBatchRecords: 10, matchSeqNum: 0 }), await stream.appendSession())
  const tickets = []
  for (const body of numbered(0, 95)) tickets.push(await producer.submit(text(body)))
  await producer.flush()
  assert.equal((await stream.checkTail()).tail.seqNum, 95)
  await producer.close()
  const acks = await Promise.all(tickets.map((ticket) => ticket.ack()))
  assert.deepEqual(acks.map((ack) => ack.seqNum()), Array.from({ length: 95 }, (_, i) => i))
  assert.ok(new Set(acks.map((ack) => ack.batchAppendAck().start.seqNum)).size >= 10)
  assert.deepEqual(bodies(await drain(await stream.readSession(upTo(95)))), numbered(0, 95))
})

test('a read session catches up, then follows without a gap', async () => {
  const stream = await newStream()
  await stream.append(batch(...numbered(0, 1000)))
  await stream.append(batch(...numbered(1000, 1500)))
  const session = await stream.readSession(fromStart)
  const caughtUp = session.caughtUp()
  assert.deepEqual(bodies(await take(session, 1500)), numbered(0, 1500))
  const appended = []
  for (let i = 1500; i < 1550; i++) appended.push(stream.append(batch(`record ${i}`)))
  await Promise.all(appended)
  const followed = await take(session, 50)
  assert.deepEqual(seqNums(followed), Array.from({ length: 50 }, (_, i) => 1500 + i))
  assert.equal(new Set(bodies(followed)).size, 50)
  assert.ok((await caughtUp).seqNum >= 1500)
  assert.equal(session.nextReadPosition().seqNum, 1550)
  await session.cancel()
})

test('every follower gets the same records', async () => {
  const stream = await newStream()
  const sessions = await Promise.all(Array.from({ length: 5 }, () => stream.readSession(fromStart)))
  const reading = sessions.map((session) => take(session, 30))
  for (let i = 0; i < 30; i++) await stream.append(batch(`record ${i}`))
  for (const read of reading) assert.deepEqual(bodies(await read), numbered(0, 30))
  await Promise.all(sessions.map((session) => session.cancel()))
})

test('a follower hears from an idle stream that it is caught up', async () => {
  const stream = await newStream()
  await stream.append(batch('a'))
  const session = await stream.readSession({ start: { from: { tailOffset: 0 } } })
  const reading = take(session, 1)
  const tail = await session.caughtUp()
  assert.equal(tail.seqNum, 1)
  assert.equal(session.isCaughtUp(), true)
  await stream.append(batch('b'))
  assert.deepEqual(seqNums(await reading), [1])
  await session.cancel()
})

test('a bounded read session ends by itself', async () => {
  const stream = await newStream()
  await stream.append(batch('aa', 'bb', 'cc', 'dd'))
  const read = async (stop) => bodies(await drain(await stream.readSession({ ...fromStart, stop })))
  assert.deepEqual(await read({ limits: { count: 3 } }), ['aa', 'bb', 'cc'])
  assert.deepEqual(await read({ limits: { bytes: 20 } }), ['aa', 'bb'])
  assert.deepEqual(await read({ limits: { count: 99 } }), ['aa', 'bb', 'cc', 'dd'])
  assert.deepEqual(await read({ waitSecs: 0 }), ['aa', 'bb', 'cc', 'dd'])
  assert.deepEqual(await read({ limits: { count: 99 }, waitSecs: 1 }), ['aa', 'bb', 'cc', 'dd'])
})

test('a limit cuts a batch that arrives while following', async () => {
  const stream = await newStream()
  const reading = drain(await stream.readSession({ ...fromStart, stop: { limits: { count: 3 }, waitSecs: 30 } }))
  await stream.append(batch('a', 'b'))
  await stream.append(batch('c', 'd'))
  assert.deepEqual(bodies(await reading), ['a', 'b', 'c'])
})

test('a read session past the tail is refused, or clamped to it', async () => {
  const stream = await newStream()
  const { tail } = await stream.append(batch('a'))
  const past = { from: { seqNum: 9 } }
  const refused = (error) => error instanceof RangeNotSatisfiableError && error.tail.seqNum === tail.seqNum
  await assert.rejects(async () => drain(await stream.readSession({ start: past })), refused)
  const session = await stream.readSession({ start: { ...past, clamp: true } })
  const reading = take(session, 1)
  await session.caughtUp()
  await stream.append(batch('b'))
  assert.deepEqual(bodies(await reading), ['b'])
  await session.cancel()
})

test('a read session to a missing stream is refused', async () => {
  const basin = await newBasin()
  await assert.rejects(async () => drain(await streamOf(basin, 'gone').readSession(fromStart)), refusal(404, 'stream_not_found'))
})

test('a read session brings bytes as bytes', async () => {
  const stream = await newStream()
  const body = Uint8Array.from([0, 255, 128])
  const headers = [[Uint8Array.from([255]), Uint8Array.from([])]]
  const session = await stream.appendSession()
  await (await session.submit(AppendInput.create([AppendRecord.bytes({ body, headers })]))).ack()
  await session.close()
  const [record] = await drain(await stream.readSession(upTo(1), { as: 'bytes' }))
  assert.deepEqual([...record.body], [...body])
  assert.deepEqual(record.headers.map((header) => header.map((part) => [...part])), [[[255], []]])
})

test('a read session leaves out command records and counts them', async () => {
  const stream = await newStream()
  await stream.append(AppendInput.create([text('a'), AppendRecord.fence('t'), text('b')]))
  const session = await stream.readSession({ ...upTo(3), ignoreCommandRecords: true })
  assert.deepEqual(seqNums(await drain(session)), [0, 2])
})

test('what is appended in large frames is read in large frames', async () => {
  const stream = await newStream()
  const line = 'the same words again and again, so that they compress well; '
  const body = line.repeat(1000)
  const session = await stream.appendSession()
  const tickets = []
  for (let i = 0; i < 20; i++) tickets.push(await session.submit(batch(`${i} ${body}`)))
  await session.close()
  await Promise.all(tickets.map((ticket) => ticket.ack()))
  assert.deepEqual(bodies(await drain(await stream.readSession(upTo(20)))), Array.from({ length: 20 }, (_, i) => `${i} ${body}`))
})
