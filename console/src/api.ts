// What the server answers, see docs/console.md.

export interface Session {
  required: boolean
  authenticated: boolean
  s2: 'full' | 'off'
}

export interface Overview {
  version: string
  now: number
  startedAt: number
  liveStores: number
  livePulls: number
  lastMinute: {
    pushesPerSecond: number
    eventsPerSecond: number
    conflicts: number
    refused: number
    pushP50: number | null
    pushP99: number | null
    lagP50: number | null
    lagP99: number | null
  }
  memory: { usedBytes: number; maxBytes: number }
  s2: {
    kind: 'memory' | 'disk' | 'remote' | 'cloud'
    where: string | null
    basin: string
    naming: string
    ok: boolean
    trouble: string | null
    latency: number | null
    failedAt: number | null
    freeBytes: number | null
  }
}

export interface Store {
  stream: string
  storeId: string | null
  createdAt: number | null
  tail: number | null
  headSeqNum: number | null
  lastRecordAt: number | null
  bytes: number | null
  livePulls: number
  eventsPerSecond: number
  pushesLastHour: number
  conflictsLastHour: number
  refusedLastHour: number
  lastPushAt: number | null
  known: boolean
}

export type Kind = 'canonical' | 'duplicate' | 'fork' | 'stray' | 'foreign' | 'command' | 'unplaced'

export interface Event {
  s2SeqNum: number
  timestamp: number
  kind: Kind
  bytes: number
  seqNum: number | null
  parentSeqNum: number | null
  name: string | null
  clientId: string | null
  sessionId: string | null
  args: unknown
  argsBytes: number
}

export interface WholeEvent extends Event {
  headers: [string, string][]
  body: string
  ancestors: Event[]
}

export interface EventPage {
  first: number
  tail: number
  from: number
  to: number
  more: boolean
  events: Event[]
}

export interface Timeline {
  bucketSeconds: number
  at: number[]
  pushes: number[]
  events: number[]
  conflicts: number[]
  refused: number[]
  livePulls: number[]
  pushP50: (number | null)[]
  pushP99: (number | null)[]
  lagP50: (number | null)[]
  lagP99: (number | null)[]
}

export interface Conflict {
  id: number
  at: number
  outcome: 'conflict' | 'push_refused' | 'pull_refused'
  reason: string
  message: string
  stream: string | null
  storeId: string | null
  principal: string | null
  address: string | null
  clientId: string | null
  sessionId: string | null
  events: number
  parentSeqNum: number | null
  firstSeqNum: number | null
  lastSeqNum: number | null
  names: string[]
  latency: number | null
}

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

const BASE = '/console/api/'
const S2 = `${BASE}s2/v1/`

/** Told when the server no longer knows who asks. */
export const loggedOut = new EventTarget()

export function query(parameters: Record<string, string | number | undefined>): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== '')
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
}

async function ask<T>(url: string, init?: RequestInit): Promise<T> {
  let response: Response
  try {
    response = await fetch(url, init)
  } catch (e) {
    if ((e as Error).name === 'AbortError') throw e
    throw new ApiError(0, 'unreachable', 'Weir does not answer. Is it running?')
  }
  const text = await response.text()
  if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as T
  const { code, message } = errorOf(text, response)
  if (response.status === 401 && code === 'unauthenticated') loggedOut.dispatchEvent(new globalThis.Event('out'))
  throw new ApiError(response.status, code, message)
}

function errorOf(text: string, response: Response): { code: string; message: string } {
  try {
    return { code: 'error', message: `Weir answered ${response.status}`, ...JSON.parse(text) }
  } catch {
    return { code: 'error', message: text || `Weir answered ${response.status}` }
  }
}

export function get<T>(path: string, parameters: Record<string, string | number | undefined> = {}, signal?: AbortSignal) {
  return ask<T>(`${BASE}${path}?${query(parameters)}`, { signal: signal ?? null })
}

export function liveUrl(parameters: Record<string, string | number | undefined>): string {
  return `${BASE}live?${query(parameters)}`
}

const CHANGE = { 'x-weir-console': '1', 'content-type': 'application/json' }

export function logIn(token: string) {
  return ask<void>(`${BASE}session`, { method: 'POST', headers: CHANGE, body: JSON.stringify({ token }) })
}

export function logOut() {
  return ask<void>(`${BASE}session`, { method: 'DELETE', headers: CHANGE })
}

/** The S2 API. `basin` goes into a header where the resource is a stream. */
export function s2<T>(method: string, path: string, options: { basin?: string; body?: unknown } = {}) {
  const headers: Record<string, string> = method === 'GET' ? {} : { ...CHANGE }
  if (options.basin !== undefined) headers['s2-basin'] = options.basin
  const body = options.body === undefined ? null : JSON.stringify(options.body)
  if (body === null) delete headers['content-type']
  return ask<T>(S2 + path, { method, headers, body })
}

export const segment = encodeURIComponent
