// A LiveStore store on the sync backend that a page of the documentation makes: it commits an event and waits until
// the backend has confirmed it. `node snippet.mjs MODULE STORE [PAYLOAD]`
import { pathToFileURL } from 'node:url'

import { makeAdapter } from '@livestore/adapter-node'
import { createStorePromise, Schema } from '@livestore/livestore'
import { LogLevel } from '@livestore/utils/effect'

import { schema, todoCreated } from './todos.mjs'

const [module, storeId, payload] = process.argv.slice(2)
const { backend } = await import(pathToFileURL(module))

const store = await createStorePromise({
  schema,
  storeId,
  adapter: makeAdapter({ storage: { type: 'in-memory' }, sync: { backend } }),
  ...(payload === undefined ? {} : { syncPayload: JSON.parse(payload), syncPayloadSchema: Schema.JsonValue }),
  disableDevtools: true,
  logLevel: LogLevel.Error,
})
store.commit(todoCreated({ id: 'from-a-page', author: 'reader', title: 'tea' }))
for await (const event of store.events()) {
  console.log(`confirmed ${event.args.id}`)
  break
}
await store.shutdownPromise()
