// What the tests with S2's TypeScript SDK start from. The Java test says where the server is and how to speak to it.
import { test as nodeTest } from 'node:test'

import { AppendInput, AppendRecord, S2 } from '@s2-dev/streamstore'

const endpoint = process.env.S2_ENDPOINT
const transport = process.env.S2_TRANSPORT
const compression = process.env.S2_COMPRESSION ?? 'none'

const used = []

/**
 * A test with a deadline: a server that does not answer must fail the test, not hang it. Its streams are closed at its
 * end, as their connections would keep the process alive for a minute.
 */
export const test = (name, run) =>
  nodeTest(name, { timeout: 30_000 }, async () => {
    try {
      await run()
    } finally {
      await Promise.all(used.splice(0).map((stream) => stream.close()))
    }
  })

// What hangs may also keep the process alive; the Java test sees from the status that it did not end by itself.
setTimeout(() => {
  console.error('still running after two minutes: something never ended')
  process.exit(1)
}, 120_000).unref()

/** A client that tries once: a retry would hide what the server did wrong. */
export const connect = (options = {}) =>
  new S2({
    accessToken: process.env.S2_ACCESS_TOKEN ?? 'ignored',
    endpoints: { account: endpoint, basin: endpoint },
    retry: { maxAttempts: 1 },
    compression,
    ...options,
  })

export const s2 = connect()

const run = Math.random().toString(36).slice(2, 10)
let basins = 0

/** The same for every name of this process, so that a list can be asked for these alone. */
export const namePrefix = `sdk-${run}-`
export const newName = () => `${namePrefix}${String(++basins).padStart(4, '0')}`

/** A basin of its own for each test. */
export const newBasin = async (config) => {
  const basin = newName()
  await s2.basins.create({ basin, config })
  return s2.basin(basin)
}

/** A stream of its own, spoken to over the transport under test. */
export const newStream = async ({ basinConfig, config, options, name = 'orders' } = {}) => {
  const basin = await newBasin(basinConfig)
  await basin.streams.create({ stream: name, config })
  return streamOf(basin, name, options)
}

export const streamOf = (basin, name, options) => {
  const stream = basin.stream(name, { forceTransport: transport, ...options })
  used.push(stream)
  return stream
}

export const text = (body, rest = {}) => AppendRecord.string({ body, ...rest })
export const batch = (...bodies) => AppendInput.create(bodies.map((body) => text(body)))
export const numbered = (from, to) => Array.from({ length: to - from }, (_, i) => `record ${from + i}`)

/** Everything that a session delivers until it ends by itself. */
export const drain = async (session) => {
  const records = []
  for await (const record of session) records.push(record)
  return records
}

/** The next `count` records of a session that goes on. */
export const take = async (session, count) => {
  const reader = session.getReader()
  const records = []
  while (records.length < count) {
    const { value, done } = await reader.read()
    if (done) throw new Error(`the session ended after ${records.length} of ${count} records`)
    records.push(value)
  }
  reader.releaseLock()
  return records
}

export const bodies = (records) => records.map((record) => record.body)
export const seqNums = (records) => records.map((record) => record.seqNum)

/** For `assert.rejects`: the server's answer with this status and code. */
export const refusal = (status, code) => (error) => {
  if (error.status === status && error.code === code) return true
  throw new Error(`expected ${status} ${code}, got ${error.status} ${error.code}: ${error.message}`, {
    cause: error,
  })
}
