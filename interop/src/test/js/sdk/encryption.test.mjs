import assert from 'node:assert/strict'

import { batch, bodies, drain, newBasin, refusal, streamOf, test } from './given.mjs'

const fromStart = { start: { from: { seqNum: 0 } }, stop: { limits: { count: 2 } } }
const mine = new Uint8Array(32).fill(7)
const theirs = new Uint8Array(32).fill(8)

for (const cipher of ['aes-256-gcm', 'aegis-256']) {
  test(`records under ${cipher} are read with the key alone`, async () => {
    const basin = await newBasin({ streamCipher: cipher })
    const created = await basin.streams.create({ stream: 'secrets' })
    assert.equal(created.cipher, cipher)
    const stream = streamOf(basin, 'secrets', { encryptionKey: mine })
    await stream.append(batch('unary'))
    const session = await stream.appendSession()
    await (await session.submit(batch('session'))).ack()
    await session.close()

    assert.deepEqual(bodies((await stream.read(fromStart)).records), ['unary', 'session'])
    assert.deepEqual(bodies(await drain(await stream.readSession(fromStart))), ['unary', 'session'])
    const base64 = streamOf(basin, 'secrets').withEncryptionKey(Buffer.from(mine).toString('base64'))
    assert.deepEqual(bodies((await base64.read(fromStart)).records), ['unary', 'session'])
    assert.equal((await streamOf(basin, 'secrets').checkTail()).tail.seqNum, 2)

    await assert.rejects(streamOf(basin, 'secrets').read(fromStart), refusal(400, 'bad_header'))
    await assert.rejects(streamOf(basin, 'secrets').append(batch('plain')), refusal(400, 'bad_header'))
    const stranger = streamOf(basin, 'secrets', { encryptionKey: theirs })
    await assert.rejects(stranger.read(fromStart), refusal(400, 'decryption_failed'))
    await assert.rejects(async () => drain(await stranger.readSession(fromStart)))
  })
}

test('a key is of no matter to a stream without a cipher', async () => {
  const basin = await newBasin()
  await basin.streams.create({ stream: 'open' })
  await streamOf(basin, 'open', { encryptionKey: mine }).append(batch('a', 'b'))
  assert.deepEqual(bodies((await streamOf(basin, 'open').read(fromStart)).records), ['a', 'b'])
})
