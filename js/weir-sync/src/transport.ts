import { Duration, Effect, HttpClient, HttpClientError, HttpClientRequest } from '@livestore/utils/effect'
import { type HttpClientResponse, Stream, SubscriptionRef } from '@livestore/utils/effect'

import type { AuthRequest, WeirSyncOptions } from './options.ts'
import type { Pace } from './pace.ts'
import { refuse } from './refusal.ts'

type Request = HttpClientRequest.HttpClientRequest
type Response = HttpClientResponse.HttpClientResponse

const PURPOSES = { GET: 'pull', POST: 'push', HEAD: 'ping' } as Record<string, AuthRequest['purpose']>

/**
 * The HTTP client that the stock backend is given: it authorises each request, keeps pulls to their pace, looks at the
 * status, gives up what is silent for too long, and notes whether the server can be reached.
 */
export const transportOver = (
  client: HttpClient.HttpClient,
  options: WeirSyncOptions,
  store: Omit<AuthRequest, 'purpose'>,
  pullUrl: string,
  pace: Pace,
  isConnected: SubscriptionRef.SubscriptionRef<boolean>,
): HttpClient.HttpClient => {
  const { endpoint, longLive, auth, ping, idleTimeout = '45 seconds' } = options
  let liveUrl = typeof endpoint === 'string' ? `${endpoint.replace(/\/$/, '')}/live` : endpoint.live
  if (longLive === false) liveUrl = undefined

  const reached = (yes: boolean) =>
    Effect.flatMap(SubscriptionRef.get(isConnected), (was) =>
      was === yes ? Effect.void : SubscriptionRef.set(isConnected, yes),
    )

  const authorised = (request: Request) =>
    Effect.tryPromise({
      try: async () => (await auth?.({ ...store, purpose: PURPOSES[request.method]! })) ?? {},
      catch: (cause) => new HttpClientError.RequestError({ request, reason: 'Transport', cause, description: 'auth' }),
    }).pipe(Effect.map((headers) => HttpClientRequest.setHeaders(request, headers)))

  const prepare = (request: Request) => {
    const [url, args] = request.url.split('?args=')
    if (request.method !== 'GET' || url !== pullUrl || args === undefined) return authorised(request)
    const isLive = JSON.parse(decodeURIComponent(args)).live === true
    const moved = isLive && liveUrl ? HttpClientRequest.setUrl(request, `${liveUrl}?args=${args}`) : request
    return Effect.zipRight(pace.ask(isLive), authorised(moved)) // in this order: a token may change in the pause
  }

  const receive = (sent: Effect.Effect<Response, HttpClientError.HttpClientError>, request: Request) => {
    const patience = Duration.decode(request.method === 'HEAD' ? (ping?.requestTimeout ?? '10 seconds') : idleTimeout)
    const description = `nothing came for ${Duration.toMillis(patience)} ms`
    const silent = () => new HttpClientError.RequestError({ request, reason: 'Transport', description })
    /** The same response, with a body that may not be silent for too long. */
    const watched = (response: Response): Response => {
      const stream = Stream.timeoutFail(response.stream, silent, patience)
      return Object.create(response, { stream: { value: Stream.tapError(stream, () => reached(false)) } })
    }
    return sent.pipe(
      Effect.timeoutFail({ duration: patience, onTimeout: silent }),
      Effect.tapBoth({ onSuccess: ({ status }) => reached(status < 500), onFailure: () => reached(false) }),
      Effect.flatMap((response) => {
        if (response.status === 404 && request.url.startsWith(`${liveUrl}?`)) liveUrl = undefined
        return response.status >= 200 && response.status < 300 ? Effect.succeed(watched(response)) : refuse(response)
      }),
    )
  }

  return client.pipe(HttpClient.mapRequestEffect(prepare), HttpClient.transform(receive))
}
