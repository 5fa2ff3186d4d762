import type { SyncS2Options } from '@livestore/sync-s2'
import type { Duration, Schema } from '@livestore/utils/effect'

/** The options of `@livestore/sync-s2`, and what the companion adds to them. */
export interface WeirSyncOptions extends Omit<SyncS2Options, 'endpoint'> {
  /** Where Weir serves, as `https://host/api/s2`; or a URL for each purpose. Without `live`, a pull gets one page. */
  endpoint: string | { push: string; pull: string; ping: string; live?: string }
  /** Headers for every pull, push and ping, such as `authorization`. Asked anew each time, so a token may change. */
  auth?: (request: AuthRequest) => Record<string, string> | Promise<Record<string, string>>
  /** Whether pulls carry LiveStore's `syncPayload` in their URL, where logs see it; by default only without `auth`. */
  payloadInUrl?: boolean
  /** Whether one response carries page after page; default true. A server without such a route is noticed. */
  longLive?: boolean
  /** A request on which nothing comes for so long is given up; default 45 s. Weir pings every 10 s. */
  idleTimeout?: Duration.DurationInput
}

/** What `auth` is asked for; `payload` is the store's `syncPayload`. */
export interface AuthRequest {
  readonly purpose: 'pull' | 'push' | 'ping'
  readonly storeId: string
  readonly clientId: string
  readonly payload: Schema.JsonValue | undefined
}
