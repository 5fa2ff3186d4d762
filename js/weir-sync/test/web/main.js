// An app with its store in a worker, as apps in a browser have it. The test drives it through `window.app`.
import { makePersistedAdapter } from '@livestore/adapter-web'
import LiveStoreSharedWorker from '@livestore/adapter-web/shared-worker?sharedworker'
import { createStorePromise } from '@livestore/livestore'
import { Deferred, Effect, LogLevel } from '@livestore/utils/effect'

import { schema, todoCreated } from '../todos.mjs'
import CompanionWorker from './companion.worker.js?worker'
import StockWorker from './stock.worker.js?worker'

const parameters = new URLSearchParams(location.search)
const worker = parameters.get('backend') === 'stock' ? StockWorker : CompanionWorker

const shutdownDeferred = Effect.runSync(Deferred.make())
const app = { confirmed: [], isDead: false }
Effect.runPromiseExit(Deferred.await(shutdownDeferred)).then(() => (app.isDead = true))

const open = async () => {
  const store = await createStorePromise({
    shutdownDeferred,
    schema,
    storeId: parameters.get('storeId'),
    adapter: makePersistedAdapter({ storage: { type: 'opfs' }, worker, sharedWorker: LiveStoreSharedWorker }),
    syncPayload: { authToken: 'secret-42' },
    disableDevtools: true,
    logLevel: LogLevel.Error,
  })
  app.commit = (id, more) => store.commit(todoCreated({ ...more, id }))
  app.ids = () => store.query({ query: 'SELECT id FROM todos ORDER BY id', bindValues: {} }).map((row) => row.id)
  window.app = app
  for await (const event of store.events()) app.confirmed.push(event.args.id)
}
open().catch((error) => (window.failure = String(error)))
