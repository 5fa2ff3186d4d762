// The API proxy as the documentation of @livestore/sync-s2 describes it, on the package's own helpers, under Node's own
// HTTP server. Nothing is added that the description lacks (no conditions on appends, no caching of what exists), and
// nothing is left out.
//
//   S2_BASE=http://127.0.0.1:8080/v1 node server.mjs      prints the URL it serves on a free port
//
// S2_BASE    the S2 API, account and basins alike, as S2's self-hosted variant has it
// S2_BASIN   the basin for the streams (default: original-proxy), created when a request needs it
import { createServer } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

import { Schema } from '@livestore/livestore'
import { ApiSchema, decodePullArgsFromSearchParams, makeS2StreamName } from '@livestore/sync-s2'
import {
  buildPullRequest,
  buildPushRequests,
  emptyBatchResponse,
  ensureBasin,
  ensureStream,
  errorResponse,
  sseKeepAliveResponse,
  successResponse,
} from '@livestore/sync-s2/s2-proxy-helpers'

const base = process.env.S2_BASE
if (base === undefined) throw new Error('S2_BASE is not set: the URL of an S2 API, with its /v1')

const config = {
  basin: process.env.S2_BASIN ?? 'original-proxy',
  token: 'none-needed',
  accountBase: base,
  basinBase: base,
  lite: true,
}
const decodePush = Schema.decodeUnknownSync(ApiSchema.PushPayload)

const ensureHome = async (storeId) => {
  await ensureBasin(config)
  await ensureStream(config, makeS2StreamName(storeId))
}

const pull = async (searchParams) => {
  const args = decodePullArgsFromSearchParams(searchParams)
  await ensureHome(args.storeId)
  const { url, headers } = buildPullRequest({ config, args })
  const fromS2 = await fetch(url, { headers })
  if (!fromS2.ok) return args.live ? sseKeepAliveResponse() : emptyBatchResponse()
  if (args.live) return new Response(fromS2.body, { headers: { 'content-type': 'text/event-stream' } })
  return new Response(await fromS2.text(), { headers: { 'content-type': 'application/json' } })
}

const push = async (request) => {
  const { storeId, batch } = decodePush(await new Response(Readable.toWeb(request)).json())
  await ensureHome(storeId)
  for (const { url, headers, body } of buildPushRequests({ config, storeId, batch })) {
    const appended = await fetch(url, { method: 'POST', headers, body })
    if (!appended.ok) return errorResponse('Push failed', 500)
  }
  return successResponse()
}

const answer = (request) => {
  if (request.method === 'HEAD') return new Response(null)
  if (request.method === 'GET') return pull(new URL(request.url, 'http://localhost').searchParams)
  return push(request)
}

const server = createServer(async (request, response) => {
  try {
    const { status, headers, body } = await answer(request)
    response.writeHead(status, Object.fromEntries(headers))
    response.flushHeaders()
    if (body === null) response.end()
    else await pipeline(Readable.fromWeb(body), response)
  } catch (error) {
    if (response.headersSent) response.destroy()
    else response.writeHead(500).end(String(error))
  }
})
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () =>
  console.log(`original proxy  http://127.0.0.1:${server.address().port}/api/s2`),
)
