// A process with one real LiveStore store: adapter-node, sync-s2, nothing replaced. The test drives it line by line.
import { makeAdapter } from '@livestore/adapter-node'
import { createStorePromise, Schema } from '@livestore/livestore'
import { makeSyncBackend } from '@livestore/sync-s2'
import { LogLevel } from '@livestore/utils/effect'

import { answerLines, holdsBefore, pause } from './lines.mjs'
import { allTodos, schema, todoCreated } from './todos.mjs'

let store
let author
const confirmed = [] // ids of the events that came back from the sync backend, in the log's order
const unconfirmed = new Set() // ids committed by this process and not yet confirmed
let followFailure

/** `store.events()` yields an event once the sync backend has confirmed it. */
const followConfirmed = async () => {
  for await (const event of store.events()) {
    confirmed.push(event.args.id)
    unconfirmed.delete(event.args.id)
  }
  throw new Error('the store ended its stream of events')
}

const checkAlive = () => {
  if (followFailure !== undefined) throw new Error(`the store stopped: ${followFailure}`)
}

const syncStates = async () => {
  const { session, leader } = await store._dev.syncStates()
  return {
    head: leader.upstreamHead.global,
    pendingInSession: session.pending.length,
    pendingInLeader: leader.pending.length,
  }
}

const open = async ({ endpoint, storeId, clientId, directory, onSyncError, initialSyncMillis, syncPayload }) => {
  author = clientId
  const initialSyncOptions =
    initialSyncMillis === undefined ? { _tag: 'Skip' } : { _tag: 'Blocking', timeout: initialSyncMillis }
  store = await createStorePromise({
    schema,
    storeId,
    adapter: makeAdapter({
      storage: directory === undefined ? { type: 'in-memory' } : { type: 'fs', baseDirectory: directory },
      clientId,
      sessionId: clientId,
      sync: { backend: makeSyncBackend({ endpoint }), initialSyncOptions, onSyncError },
    }),
    ...(syncPayload === undefined ? {} : { syncPayload, syncPayloadSchema: Schema.JsonValue }),
    disableDevtools: true,
    logLevel: LogLevel.Error,
  })
  const rows = store.query(allTodos).length // before anything more can arrive
  followConfirmed().catch((error) => (followFailure = error))
  return { rows }
}

const commit = async ({ prefix, count, perSecond, maxUnconfirmed, waitMillis }) => {
  const start = Date.now()
  for (let i = 0; i < count; i++) {
    const room = () => (checkAlive(), maxUnconfirmed === 0 || unconfirmed.size < maxUnconfirmed)
    if (!(await holdsBefore(start + waitMillis, room))) {
      throw new Error(`committed ${i} of ${count}: the one before is unconfirmed after ${waitMillis} ms in all`)
    }
    const id = `${prefix}-${String(i).padStart(5, '0')}`
    unconfirmed.add(id)
    store.commit(todoCreated({ id, author, title: `todo ${i}` }))
    if (perSecond > 0) await pause(Math.max(0, start + ((i + 1) * 1000) / perSecond - Date.now()))
  }
}

const awaitConfirmed = async ({ ids, waitMillis }) => {
  const complete = () => {
    checkAlive()
    if (confirmed.length < ids.length) return false
    const have = new Set(confirmed)
    return ids.every((id) => have.has(id)) && unconfirmed.size === 0
  }
  if (!(await holdsBefore(Date.now() + waitMillis, complete))) {
    const have = new Set(confirmed)
    const missing = ids.filter((id) => !have.has(id))
    throw new Error(`${missing.length} of ${ids.length} events unconfirmed after ${waitMillis} ms: ${missing.slice(0, 5)}`)
  }
}

/** Until the leader has written all local commits to its eventlog, which is what survives the end of the process. */
const awaitPending = async ({ count, waitMillis }) => {
  const stored = async () => (await syncStates()).pendingInLeader === count
  if (!(await holdsBefore(Date.now() + waitMillis, stored))) {
    throw new Error(`the leader does not hold ${count} pending events: ${JSON.stringify(await syncStates())}`)
  }
}

const look = async () => {
  checkAlive()
  const rows = store.query(allTodos)
  return {
    rows: rows.map((row) => `${row.id} ${row.author} ${row.title}`),
    applied: rows.reduce((sum, row) => sum + row.timesApplied, 0),
    confirmed,
    ...(await syncStates()),
  }
}

const close = () => store.shutdownPromise()

export const verbs = { open, commit, awaitConfirmed, awaitPending, look, close }
export const describe = async () =>
  JSON.stringify({ confirmed: confirmed.length, unconfirmed: unconfirmed.size, ...(store ? await syncStates() : {}) })

if (process.argv[1].endsWith('/store.mjs')) answerLines(verbs, describe) // not where stores.mjs loads it
