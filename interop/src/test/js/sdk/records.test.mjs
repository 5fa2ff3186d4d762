// Appends and reads of one request each: JSON where every record is text, protobuf where one is bytes.
import { AppendInput, AppendRecord, FencingTokenMismatchError, RangeNotSatisfiableError, SeqNumMismatchError } from '@s2-dev/streamstore'
import assert from 'node:assert/strict'

import { batch, bodies, newStream, numbered, refusal, seqNums, test, text } from './given.mjs'

const fromStart = { start: { from: { seqNum: 0 } } }
const bytes = (...values) => Uint8Array.from(values)

test('acknowledgements are contiguous and the tail moves with them', async () => {
  const stream = await newStream()
  const empty = await stream.checkTail()
  assert.deepEqual([empty.tail.seqNum, empty.tail.timestamp.getTime()], [0, 0])
  const first = await stream.append(batch('a', 'b'))
  assert.deepEqual([first.start.seqNum, first.end.seqNum, first.tail.seqNum], [0, 2, 2])
  const second = await stream.append(batch('c'))
  assert.deepEqual([second.start.seqNum, second.end.seqNum], [2, 3])
  const { tail } = await stream.checkTail()
  assert.deepEqual(tail, second.tail)
})

test('text comes back as it was sent, with headers in order, twice if sent twice', async () => {
  const stream = await newStream()
  const headers = [['k', 'v'], ['k', 'v'], ['a', ''], ['ü', '🧾']]
  await stream.append(AppendInput.create([text('grüße 🧾', { headers }), text('')]))
  const { records } = await stream.read(fromStart)
  assert.deepEqual(bodies(records), ['grüße 🧾', ''])
  assert.deepEqual(records[0].headers, headers)
  assert.deepEqual(records[1].headers ?? [], [])
})

test('bytes come back as they were sent, over protobuf', async () => {
  const stream = await newStream()
  const body = bytes(0, 255, 128, 10)
  const headers = [[bytes(255), bytes(0, 1)], [bytes(255), bytes()]]
  await stream.append(AppendInput.create([AppendRecord.bytes({ body, headers }), AppendRecord.bytes({ body: bytes() })]))
  const { records } = await stream.read(fromStart, { as: 'bytes' })
  assert.deepEqual(records.map((record) => [...record.body]), [[...body], []])
  assert.deepEqual(records[0].headers.map((header) => header.map((part) => [...part])), [[[255], [0, 1]], [[255], []]])
})

test('text and bytes are one log, read as either', async () => {
  const stream = await newStream()
  await stream.append(AppendInput.create([text('text'), AppendRecord.bytes({ body: bytes(0x62) })]))
  assert.deepEqual(bodies((await stream.read(fromStart)).records), ['text', 'b'])
  const read = await stream.read(fromStart, { as: 'bytes' })
  assert.deepEqual(read.records.map((record) => Buffer.from(record.body).toString()), ['text', 'b'])
})

test('a batch of a thousand records is taken', async () => {
  const stream = await newStream()
  const ack = await stream.append(batch(...numbered(0, 1000)))
  assert.equal(ack.end.seqNum, 1000)
  assert.deepEqual(bodies((await stream.read(fromStart)).records), numbered(0, 1000))
})

test('a batch of a full mebibyte is taken', async () => {
  const stream = await newStream()
  const body = 'x'.repeat(AppendRecord.maxBodyBytes())
  await stream.append(batch(body))
  assert.equal((await stream.read(fromStart)).records[0].body.length, body.length)
})

test('matchSeqNum holds, and a stale one is refused with the next number', async () => {
  const stream = await newStream()
  await stream.append(AppendInput.create([text('a')], { matchSeqNum: 0 }))
  const stale = AppendInput.create([text('b')], { matchSeqNum: 0 })
  await assert.rejects(stream.append(stale), (error) => error instanceof SeqNumMismatchError && error.expectedSeqNum === 1)
  assert.equal((await stream.checkTail()).tail.seqNum, 1)
})

test('matchSeqNum holds over protobuf too, zero included', async () => {
  const stream = await newStream()
  const input = () => AppendInput.create([AppendRecord.bytes({ body: bytes(1) })], { matchSeqNum: 0 })
  await stream.append(input())
  await assert.rejects(stream.append(input()), (error) => error instanceof SeqNumMismatchError && error.expectedSeqNum === 1)
})

test('a fence keeps out who has another token, until it is taken away', async () => {
  const stream = await newStream()
  const withToken = (body, fencingToken) => AppendInput.create([text(body)], { fencingToken })
  await stream.append(AppendInput.create([AppendRecord.fence('mine')]))
  await stream.append(withToken('a', 'mine'))
  await assert.rejects(
    stream.append(withToken('b', 'theirs')),
    (error) => error instanceof FencingTokenMismatchError && error.expectedFencingToken === 'mine',
  )
  await stream.append(batch('without a token'))
  await stream.append(AppendInput.create([AppendRecord.fence('')], { fencingToken: 'mine' }))
  await stream.append(withToken('c', ''))
  const { records } = await stream.read({ ...fromStart, ignoreCommandRecords: true })
  assert.deepEqual(bodies(records), ['a', 'without a token', 'c'])
})

test('a trim is taken and leaves the tail', async () => {
  const stream = await newStream()
  await stream.append(batch('a', 'b', 'c'))
  const ack = await stream.append(AppendInput.create([AppendRecord.trim(2)]))
  assert.equal(ack.end.seqNum, 4)
  assert.equal((await stream.checkTail()).tail.seqNum, 4)
  const { records } = await stream.read({ start: { from: { seqNum: 2 } }, ignoreCommandRecords: true })
  assert.deepEqual(bodies(records), ['c'])
})

test('a timestamp is kept, never goes back, and is found', async () => {
  const stream = await newStream()
  await stream.append(AppendInput.create([text('a', { timestamp: 1000 }), text('b', { timestamp: 3000 }), text('c', { timestamp: 2000 })]))
  const { records } = await stream.read(fromStart)
  assert.deepEqual(records.map((record) => record.timestamp.getTime()), [1000, 3000, 3000])
  const later = await stream.read({ start: { from: { timestamp: 1001 } } })
  assert.deepEqual(bodies(later.records), ['b', 'c'])
  const until = await stream.read({ ...fromStart, stop: { untilTimestamp: 3000 } })
  assert.deepEqual(bodies(until.records), ['a'])
})

test('a stream that requires timestamps refuses a record without', async () => {
  const stream = await newStream({ config: { timestamping: { mode: 'client-require' } } })
  await assert.rejects(stream.append(batch('a')), refusal(422, 'invalid'))
})

test('a read starts where it is told and stops at its limits', async () => {
  const stream = await newStream()
  await stream.append(batch('aa', 'bb', 'cc', 'dd'))
  const read = async (from, limits) => seqNums((await stream.read({ start: { from }, stop: { limits } })).records)
  assert.deepEqual(await read({ seqNum: 1 }, { count: 2 }), [1, 2])
  assert.deepEqual(await read({ tailOffset: 3 }), [1, 2, 3])
  assert.deepEqual(await read({ tailOffset: 99 }), [0, 1, 2, 3])
  assert.deepEqual(await read({ seqNum: 0 }, { bytes: 29 }), [0, 1])
  assert.deepEqual(await read({ seqNum: 0 }, { bytes: 30 }), [0, 1, 2])
  assert.deepEqual(await read({ seqNum: 0 }, { count: 0 }), [])
})

test('a read at or past the tail is refused with the tail', async () => {
  const stream = await newStream()
  const { tail } = await stream.append(batch('a'))
  for (const start of [{ from: { seqNum: 1 } }, { from: { seqNum: 9 } }, { from: { seqNum: 9 }, clamp: true }]) {
    for (const as of ['string', 'bytes']) {
      await assert.rejects(stream.read({ start }, { as }), (error) => {
        assert.ok(error instanceof RangeNotSatisfiableError, String(error))
        assert.deepEqual(error.tail, tail)
        return true
      })
    }
  }
})

test('a read that waits is answered by the next append', async () => {
  const stream = await newStream()
  const waiting = stream.read({ ...fromStart, stop: { waitSecs: 30 } })
  await stream.append(batch('a'))
  assert.deepEqual(bodies((await waiting).records), ['a'])
})

test('a read that waits in vain ends empty', async () => {
  const stream = await newStream()
  assert.deepEqual((await stream.read({ ...fromStart, stop: { waitSecs: 1 } })).records, [])
})
