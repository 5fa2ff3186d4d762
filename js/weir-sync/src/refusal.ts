import { IsOfflineError, ServerAheadError, UnknownError } from '@livestore/common'
import { Effect, HttpClientError, type HttpClientResponse, Schema } from '@livestore/utils/effect'

/** Weir's error body; other servers' have some of it at best. */
type Refusal = { error?: string; code?: string; minimumExpectedNum?: number; providedNum?: number }
type SyncError = IsOfflineError | ServerAheadError | UnknownError

const errorOf = (status: number, { error, code, minimumExpectedNum, providedNum }: Refusal): SyncError => {
  // LiveStore then waits for a pull to bring events: one that is itself ahead would wait for ever.
  if (code === 'ServerAhead' && Number(minimumExpectedNum) > Number(providedNum)) {
    return new ServerAheadError({ minimumExpectedNum, providedNum } as ServerAheadError)
  }
  const cause = new Error(`the server answered ${status}: ${error ?? '(no reason given)'}`)
  if (status === 408 || status === 429 || status >= 500) return new IsOfflineError({ cause })
  const unauthorised = 'unauthorised: the credentials are missing, expired, or not for this store; tried again, slowly'
  const note = status === 401 || status === 403 ? unauthorised : 'refused'
  return new UnknownError({ cause, note, payload: { status, code } })
}

/** What an answer outside 2xx stands for, inside an error that the stock backend lets through. */
export const refuse = (response: HttpClientResponse.HttpClientResponse) =>
  response.json.pipe(
    Effect.timeout('10 seconds'),
    Effect.orElseSucceed(() => undefined),
    Effect.flatMap((body) => {
      const cause = errorOf(response.status, Object(body))
      return new HttpClientError.ResponseError({ request: response.request, response, reason: 'StatusCode', cause })
    }),
    Effect.delay(`${Math.min(Number(response.headers['retry-after']) || 0, 30)} seconds`),
  )

/** LiveStore's own error for what the stock backend calls an UnknownError. */
export const toSyncError = (error: unknown): SyncError => {
  const isSyncError = Schema.is(Schema.Union(IsOfflineError, ServerAheadError, UnknownError))
  const cause = Schema.is(UnknownError)(error) ? error.cause : error
  if (!HttpClientError.isHttpClientError(cause)) return isSyncError(error) ? error : new UnknownError({ cause: error })
  if (isSyncError(cause.cause)) return cause.cause
  const isCut = cause.reason === 'Transport' || (cause.reason === 'Decode' && cause.request.method === 'GET')
  return isCut ? new IsOfflineError({ cause }) : new UnknownError({ cause })
}
