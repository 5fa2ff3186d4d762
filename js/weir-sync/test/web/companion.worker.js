import { makeWorker } from '@livestore/adapter-web/worker'
import { makeSyncBackend } from 'weir-sync'

import { schema } from '../todos.mjs'

const auth = ({ payload }) => ({ authorization: `Bearer ${payload.authToken}` })
makeWorker({ schema, sync: { backend: makeSyncBackend({ endpoint: '/api/s2', auth }), onSyncError: 'shutdown' } })
