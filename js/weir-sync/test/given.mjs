// What the tests start from: Weir, which runs already; a middleman before it; real stores with either backend.
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { makeAdapter } from '@livestore/adapter-node'
import { createStorePromise, Schema } from '@livestore/livestore'
import { makeSyncBackend as makeStockBackend } from '@livestore/sync-s2'
import {
  Cause,
  Deferred,
  Effect,
  Exit,
  FetchHttpClient,
  KeyValueStore,
  Layer,
  Logger,
  LogLevel,
  ManagedRuntime,
  Option,
  Scope,
  Stream,
  SubscriptionRef,
} from '@livestore/utils/effect'
import { makeSyncBackend } from 'weir-sync'

import { startMiddleman } from './middleman.mjs'
import { schema, todoCreated } from './todos.mjs'

export const WEIR = process.env.WEIR_ENDPOINT
if (WEIR === undefined) {
  throw new Error('WEIR_ENDPOINT must name the sync URL of a Weir that runs, as http://127.0.0.1:8080/api/s2')
}

/** What that Weir wants to see, if it wants anything. */
export const TOKEN = process.env.WEIR_TOKEN
const credentials = TOKEN === undefined ? {} : { authorization: `Bearer ${TOKEN}` }

export const PATIENCE = 60_000

export const BACKENDS = { stock: makeStockBackend, companion: makeSyncBackend }

export const pause = (millis) => new Promise((resume) => setTimeout(resume, millis))

/** Waits for what must come; fails with `what` if it does not. */
export const until = async (what, holds) => {
  const deadline = Date.now() + PATIENCE
  for (;;) {
    const value = await holds()
    if (value) return value
    if (Date.now() > deadline) throw new Error(`${what}: not after ${PATIENCE} ms`)
    await pause(10)
  }
}

export const freshStoreId = () => `companion-${randomUUID()}`

/** A middleman that goes with the test. */
export const givenMiddleman = async (t) => {
  const middleman = await startMiddleman(WEIR)
  t.after(() => middleman.stop())
  return middleman
}

export const givenDirectory = async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'weir-sync-'))
  t.after(() => rm(directory, { recursive: true, force: true }))
  return directory
}

// --- a store --------------------------------------------------------------------------------------------------------

/** A real store, in this process. It shuts itself down where its sync meets an error, so that one sees it die. */
export const openStore = async (t, { backend, storeId, clientId = 'alice', directory, syncPayload }) => {
  const shutdownDeferred = Effect.runSync(Deferred.make())
  const store = await createStorePromise({
    shutdownDeferred,
    schema,
    storeId,
    adapter: makeAdapter({
      storage: directory === undefined ? { type: 'in-memory' } : { type: 'fs', baseDirectory: directory },
      clientId,
      sessionId: clientId,
      sync: { backend, onSyncError: 'shutdown' },
    }),
    ...(syncPayload === undefined ? {} : { syncPayload, syncPayloadSchema: Schema.JsonValue }),
    disableDevtools: true,
    logLevel: LogLevel.None,
  })
  let isDead = false
  const confirmed = []
  Effect.runPromiseExit(Deferred.await(shutdownDeferred)).then(() => (isDead = true))
  const followConfirmed = async () => {
    for await (const event of store.events()) confirmed.push(event.args.id)
  }
  followConfirmed().catch(() => (isDead = true))
  const close = async () => {
    if (!isDead) await store.shutdownPromise()
    isDead = true
  }
  t.after(() => close().catch(() => undefined))
  return {
    commit: (id, text) => store.commit(todoCreated({ id, ...(text === undefined ? {} : { text }) })),
    /** Ids of the events that came back from the backend, in the log's order. */
    confirmed,
    ids: () => store.query({ query: 'SELECT id FROM todos ORDER BY id', bindValues: {} }).map((row) => row.id),
    isDead: () => isDead,
    hasConfirmed: (...ids) =>
      until(`${ids} confirmed`, () => {
        if (isDead) throw new Error(`the store died with ${JSON.stringify(confirmed)} confirmed`)
        return ids.every((id) => confirmed.includes(id))
      }),
    dies: () => until('the store dies', () => isDead),
    close,
  }
}

// --- past the client -------------------------------------------------------------------------------------------------

/** An event of somebody else's, as it stands in the log. */
export const event = (seqNum, id, parentSeqNum = seqNum - 1) => ({
  name: 'v1.TodoCreated',
  args: { id },
  seqNum,
  parentSeqNum,
  clientId: 'other',
  sessionId: 'other',
})

/** Pushes somebody else's event behind the log's end. */
export const foreign = async (storeId, id) => {
  for (;;) {
    const head = (await readLog(storeId)).at(-1)?.seqNum ?? 0
    const response = await fetch(WEIR, {
      method: 'POST',
      headers: { ...credentials, 'content-type': 'application/json' },
      body: JSON.stringify({ storeId, batch: [event(head + 1, id)] }),
    })
    if (response.ok) return
    if (response.status !== 409) throw new Error(`a foreign push was answered ${response.status}`)
  }
}

/** The store's events, straight from Weir. */
export const readLog = async (storeId) => {
  const args = encodeURIComponent(JSON.stringify({ storeId, s2SeqNum: 'from-start', live: false }))
  const body = await (await fetch(`${WEIR}?args=${args}`, { headers: credentials })).text()
  return [...body.matchAll(/^data: (\{"records.*)$/gm)]
    .flatMap(([, data]) => JSON.parse(data).records)
    .map((record) => JSON.parse(record.body))
}

/** Nothing missing, doubled or out of order, and these ids in it, in any order. */
export const assertChain = async (assert, storeId, ids) => {
  const log = await readLog(storeId)
  assert.deepEqual(log.map(({ seqNum, parentSeqNum }) => [seqNum, parentSeqNum]), log.map((_, i) => [i + 1, i]))
  assert.deepEqual(log.map(({ args }) => args.id).sort(), [...ids].sort())
}

// --- a backend without a store ---------------------------------------------------------------------------------------

const services = Layer.mergeAll(FetchHttpClient.layer, KeyValueStore.layerMemory, Logger.minimumLogLevel(LogLevel.None))

/** `failure` gives what an effect fails with, `{ defect }` where it dies instead, and undefined where it succeeds. */
export const givenBackend = async (t, makeBackend, { storeId = freshStoreId(), payload, clientId = 'alice' } = {}) => {
  const runtime = ManagedRuntime.make(services)
  const scope = await runtime.runPromise(Scope.make())
  t.after(() => runtime.runPromise(Scope.close(scope, Exit.void)).then(() => runtime.dispose()))
  const backend = await runtime.runPromise(makeBackend({ storeId, clientId, payload }).pipe(Scope.extend(scope)))
  const failure = async (effect) => {
    const exit = await runtime.runPromiseExit(effect)
    if (Exit.isSuccess(exit)) return undefined
    const failed = Cause.failureOption(exit.cause)
    return Option.isSome(failed) ? failed.value : { defect: Cause.squash(exit.cause) }
  }
  return {
    storeId,
    isConnected: () => runtime.runPromise(SubscriptionRef.get(backend.isConnected)),
    push: (...events) => failure(backend.push(events)),
    ping: () => failure(backend.ping),
    /** What a live pull from the start gives, and how it ends. */
    pull: (cursor = Option.none()) => {
      const seen = { ids: [], items: 0, failure: undefined }
      const run = Stream.runForEach(backend.pull(cursor, { live: true }), ({ batch }) =>
        Effect.sync(() => {
          seen.items++
          seen.ids.push(...batch.map(({ eventEncoded }) => eventEncoded.args.id))
        }),
      )
      seen.ended = failure(run).then((failed) => (seen.failure = failed))
      return seen
    },
  }
}
