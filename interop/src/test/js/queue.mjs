// A process that puts the pressure on which a LiveStore 0.4.0 store cannot bear: the stock sync backend under a queue
// of our own that behaves as the store's leader does. It numbers its events behind the head it knows, pushes up to 50
// at a time, goes on with the next 50 after an acknowledgement, and on every page that arrives drops the push in
// flight, renumbers all that is unconfirmed behind the new head and starts over.
import { FetchHttpClient, KeyValueStore } from '@effect/platform'
import { makeSyncBackend } from '@livestore/sync-s2'
import { Effect, Layer, Logger, LogLevel, ManagedRuntime, Option, Scope, Stream } from 'effect'

import { answerLines, holdsBefore, pause } from './lines.mjs'

const EVENTS_PER_PUSH = 50
const needs = Layer.mergeAll(FetchHttpClient.layer, KeyValueStore.layerMemory, Logger.minimumLogLevel(LogLevel.None))
const runtime = ManagedRuntime.make(needs)

let backend
let clientId
let head = 0
let attempt = new AbortController()
let pullFailure
let refusals = 0
let renumberings = 0
const unconfirmed = [] // args of own events, oldest first
const confirmed = []

const numbered = (from) =>
  unconfirmed.slice(from, from + EVENTS_PER_PUSH).map((args, i) => ({
    name: 'v1.TodoCreated',
    args,
    seqNum: head + from + i + 1,
    parentSeqNum: head + from + i,
    clientId,
    sessionId: clientId,
  }))

const pushAll = async (signal) => {
  let from = 0
  let backoffMillis = 1000
  while (!signal.aborted && from < unconfirmed.length) {
    const batch = numbered(from)
    try {
      await runtime.runPromise(backend.push(batch), { signal })
      from += batch.length
      backoffMillis = 1000
    } catch {
      if (signal.aborted) return
      refusals++
      await pause(backoffMillis)
      backoffMillis = Math.min(2 * backoffMillis, 30_000)
    }
  }
}

const startOver = () => {
  attempt.abort()
  attempt = new AbortController()
  pushAll(attempt.signal)
}

const accept = (events) => {
  for (const event of events) {
    if (event.parentSeqNum !== head || event.seqNum !== head + 1) {
      throw new Error(`after e${head} came e${event.seqNum} with parent e${event.parentSeqNum}, by ${event.clientId}`)
    }
    head = event.seqNum
    confirmed.push(event.args.id)
    if (unconfirmed[0]?.id === event.args.id) unconfirmed.shift()
    else if (unconfirmed.length > 0) renumberings++
  }
  if (events.length > 0) startOver()
}

const open = async (options) => {
  clientId = options.clientId
  const make = makeSyncBackend({ endpoint: options.endpoint, ping: { enabled: false } })
  const scope = await runtime.runPromise(Scope.make())
  backend = await runtime.runPromise(
    make({ storeId: options.storeId, clientId, payload: undefined }).pipe(Scope.extend(scope)),
  )
  const pulled = Stream.runForEach(backend.pull(Option.none(), { live: true }), (page) =>
    Effect.sync(() => accept(page.batch.map((item) => item.eventEncoded))),
  )
  runtime.runPromise(pulled).then(
    () => (pullFailure = 'the live pull ended'),
    (error) => (pullFailure = String(error?.message ?? error)),
  )
  return { rows: 0 }
}

const commit = async ({ prefix, count }) => {
  for (let i = 0; i < count; i++) {
    const id = `${prefix}-${String(i).padStart(5, '0')}`
    unconfirmed.push({ id, author: clientId, title: `todo ${i}` })
    if (i % 10 === 0) {
      if (unconfirmed.length <= 10) startOver() // nothing was left to send, so no push is under way
      await pause(0) // so that the clients' commits interleave
    }
  }
}

const awaitConfirmed = async ({ ids, waitMillis }) => {
  const complete = () => {
    if (pullFailure !== undefined) throw new Error(`a LiveStore client would have died here: ${pullFailure}`)
    return confirmed.length >= ids.length && unconfirmed.length === 0
  }
  if (!(await holdsBefore(Date.now() + waitMillis, complete))) {
    throw new Error(`${confirmed.length} of ${ids.length} confirmed, ${unconfirmed.length} own waiting`)
  }
}

const look = async () => ({
  rows: [...new Set(confirmed)].sort(),
  applied: confirmed.length,
  confirmed,
  head,
  refusals,
  renumberings,
  pendingInSession: unconfirmed.length,
  pendingInLeader: unconfirmed.length,
})

const close = async () => {
  attempt.abort()
}

answerLines({ open, commit, awaitConfirmed, look, close }, async () =>
  JSON.stringify({ confirmed: confirmed.length, unconfirmed: unconfirmed.length, head, refusals, renumberings }),
)
