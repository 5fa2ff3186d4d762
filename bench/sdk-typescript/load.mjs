// What SdkLoad.java does, with S2's TypeScript SDK: node load.mjs ENDPOINT BASIN STREAM MODE BYTES SECONDS
import { AppendInput, AppendRecord, S2 } from '@s2-dev/streamstore'

const [endpoint, basinName, streamName, mode, bytesText, secondsText] = process.argv.slice(2)
const bytes = Number(bytesText)
const seconds = Number(secondsText)
const MAX_BYTES = 512 * 1024 * 1024

const s2 = new S2({ accessToken: 'ignored', endpoints: { account: endpoint, basin: endpoint } })
const basin = s2.basin(basinName)
const streamOf = (name) => basin.stream(name, { forceTransport: 's2s' })
const record = () => AppendRecord.bytes({ body: new Uint8Array(bytes).fill(120) })
const batchSize = Math.min(1000, Math.floor((1024 * 1024) / (bytes + 8)))
const now = () => performance.now() / 1000

const append = async (name, time) => {
  await basin.streams.ensure({ stream: name })
  const stream = streamOf(name)
  const input = AppendInput.create(Array.from({ length: batchSize }, record))
  const session = await stream.appendSession({ maxInflightBytes: 5 * 1024 * 1024 })
  const start = now()
  let records = 0
  while (now() - start < time && records * bytes < MAX_BYTES) {
    const ticket = await session.submit(input)
    ticket.ack().catch(() => {})
    records += batchSize
  }
  await session.close()
  const took = now() - start
  await stream.close()
  return [records, took, 0, 0]
}

const read = async (name) => {
  const stream = streamOf(name)
  const { tail } = await stream.checkTail()
  const start = now()
  const session = await stream.readSession(
    { start: { from: { seqNum: 0 } }, stop: { limits: { count: tail.seqNum } } },
    { as: 'bytes' },
  )
  let records = 0
  for await (const each of session) records += each.body.length >= 0 ? 1 : 0
  const took = now() - start
  if (records !== tail.seqNum) throw new Error(`read ${records} of ${tail.seqNum} records`)
  await stream.close()
  return [records, took, 0, 0]
}

const latency = async (name, time) => {
  await basin.streams.ensure({ stream: name })
  const stream = streamOf(name)
  const input = AppendInput.create([record()])
  const millis = []
  const start = now()
  while (now() - start < time) {
    const before = performance.now()
    await stream.append(input)
    millis.push(performance.now() - before)
  }
  const took = now() - start
  await stream.close()
  millis.sort((a, b) => a - b)
  const at = (share) => millis[Math.min(millis.length - 1, Math.floor(share * millis.length))]
  return [millis.length, took, at(0.5), at(0.99)]
}

const run = { append, read, latency }[mode]
const warming = Math.min(2, seconds)
const warm = now()
do {
  await run(mode === 'read' ? streamName : `${streamName}-warm`, warming)
} while (now() - warm < warming) // a read is over sooner
console.log(`RESULT ${(await run(streamName, seconds)).join(' ')}`)
process.exit(0)
