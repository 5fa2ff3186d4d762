// Records what npm's @livestore/sync-s2 0.4.0 says and accepts. See README.md.
import { LiveStoreEvent } from '@livestore/common/schema'
import * as S2 from '@livestore/sync-s2'
import * as Helpers from '@livestore/sync-s2/s2-proxy-helpers'
import { Effect, Either, HttpClient, HttpClientResponse, Option, Schema, Stream } from '@livestore/utils/effect'

import { attempt, json, random, sha256, text, utf8Length, write } from './lib.mjs'

const MAX_SAFE = Number.MAX_SAFE_INTEGER
const CONFIGS = {
  cloud: { basin: 'my-basin-name', token: 'secret-token' },
  bases: { basin: 'my-basin-name', token: 't', accountBase: 'http://account.example/v1', basinBase: 'http://basin.example:8080/x/v1' },
  lite: { basin: 'my-basin-name', token: 't', basinBase: 'http://localhost:4566/v1', accountBase: 'http://localhost:4566/v1', lite: true },
  liteOff: { basin: 'another-basin', token: '', lite: false },
}

// ---- pull args -------------------------------------------------------------------------------------------------

const encodeArgs = Schema.encodeSync(S2.ApiSchema.ArgsSchema)

const decodeQuery = (query) =>
  attempt(() => {
    // The helper prints what it cannot read; errors are expected here.
    const { error } = console
    console.error = () => {}
    try {
      return S2.decodePullArgsFromSearchParams(new URLSearchParams(query))
    } finally {
      console.error = error
    }
  })

const pullArgsVectors = () => {
  const rnd = random(1)
  const cursors = ['from-start', 0, 1, 41, 999, 2 ** 31, 2 ** 32 + 1, MAX_SAFE - 1, MAX_SAFE]
  const inputs = [
    { storeId: 's', s2SeqNum: 'from-start', live: false },
    { storeId: 's', s2SeqNum: 0, live: true, payload: null },
    { storeId: '', s2SeqNum: MAX_SAFE, live: true, payload: { authToken: 'a.b-c_d~' } },
    { storeId: '\ud800x\udc00', s2SeqNum: 3, live: false, payload: '\udfff😀' },
    { storeId: 's', s2SeqNum: 3, live: false, payload: { percent: '100%', slash: 'a%2Fb', plus: 'a+b c' } },
  ]
  for (let i = 0; i < 195; i++) {
    const args = { storeId: text(rnd), s2SeqNum: rnd.pick(cursors), live: rnd.next() < 0.5 }
    inputs.push(rnd.next() < 0.3 ? args : { ...args, payload: json(rnd) })
  }
  return inputs.map((args, i) => {
    const encoded = encodeArgs({ payload: undefined, ...args })
    const original = decodeQuery(`args=${encoded}`)
    return {
      name: `pull-args-${i}`,
      storeId: args.storeId,
      s2SeqNum: args.s2SeqNum,
      live: args.live,
      payloadJson: 'payload' in args ? JSON.stringify(args.payload) : null,
      encoded,
      // The original decodes twice: it throws or changes what the client sent wherever a percent sign is in the JSON.
      originalReadsBack: original.ok !== undefined && encodeArgs({ payload: undefined, ...original.ok }) === encoded,
    }
  })
}

const pullQueryVectors = () => {
  const good = '{"storeId":"s","s2SeqNum":5,"live":true}'
  const enc = encodeURIComponent
  const args = (object) => `args=${enc(typeof object === 'string' ? object : JSON.stringify(object))}`
  const queries = {
    plain: args(good),
    'unescaped text': `args=${good}`,
    'other parameters': `a=1&${args(good)}&b=%zz&&=`,
    'last args win': `${args({ storeId: 'x', s2SeqNum: 1, live: false })}&${args(good)}`,
    'last args win though wrong': `${args(good)}&args=`,
    'escaped name': `%61rgs=${enc(good)}`,
    'name with plus': `args+=${enc(good)}`,
    'plus is a space': 'args={"storeId":"a+b","s2SeqNum":5,"live":true,"payload":"+"}',
    'escaped plus is a plus': args({ storeId: 'a+b', s2SeqNum: 5, live: true }),
    'equals signs': 'args={"storeId":"a=b==","s2SeqNum":5,"live":true}',
    'lower-case escapes': 'args=%7b%22storeId%22%3a%22%c3%a9%22,%22s2SeqNum%22:5,%22live%22:true%7d',
    'encoded twice': `args=${enc(enc(good))}`,
    'encoded twice, non-ASCII': `args=${enc(enc('{"storeId":"é😀","s2SeqNum":5,"live":true,"payload":["ü"]}'))}`,
    'encoded three times': `args=${enc(enc(enc(good)))}`,
    'no parameters': '',
    'no args': 'arg=1',
    'args without value': 'args',
    'empty args': 'args=',
    'not JSON': 'args=hello',
    'cut JSON': args(good.slice(0, -1)),
    'text after JSON': args(`${good}x`),
    'two values': args(`${good} ${good}`),
    'space around': args(` \t\r\n${good} `),
    'byte order mark': args(`\ufeff${good}`),
    'trailing comma': args('{"storeId":"s","s2SeqNum":5,"live":true,}'),
    'single quotes': args("{'storeId':'s','s2SeqNum':5,'live':true}"),
    comment: args(`/* x */${good}`),
    'raw control character': args('{"storeId":"a\u0001","s2SeqNum":5,"live":true}'),
    'raw DEL': args('{"storeId":"a\u007f","s2SeqNum":5,"live":true}'),
    array: args([1]),
    'null': args('null'),
    string: args('"x"'),
    number: args('5'),
    'empty object': args({}),
    'no storeId': args({ s2SeqNum: 5, live: true }),
    'storeId null': args({ storeId: null, s2SeqNum: 5, live: true }),
    'storeId number': args({ storeId: 5, s2SeqNum: 5, live: true }),
    'storeId empty': args({ storeId: '', s2SeqNum: 5, live: true }),
    'no s2SeqNum': args({ storeId: 's', live: true }),
    's2SeqNum null': args({ storeId: 's', s2SeqNum: null, live: true }),
    's2SeqNum text': args({ storeId: 's', s2SeqNum: '5', live: true }),
    's2SeqNum From-Start': args({ storeId: 's', s2SeqNum: 'From-Start', live: true }),
    'no live': args({ storeId: 's', s2SeqNum: 5 }),
    'live null': args({ storeId: 's', s2SeqNum: 5, live: null }),
    'live 1': args({ storeId: 's', s2SeqNum: 5, live: 1 }),
    'live text': args({ storeId: 's', s2SeqNum: 5, live: 'true' }),
    'extra keys': args({ storeId: 's', s2SeqNum: 5, live: true, extra: { a: [1] }, clientId: 'c' }),
    'other order': args({ payload: { a: 1 }, live: false, s2SeqNum: 'from-start', storeId: 's' }),
    'payload null': args({ storeId: 's', s2SeqNum: 5, live: true, payload: null }),
    'payload false': args({ storeId: 's', s2SeqNum: 5, live: true, payload: false }),
    'payload number': args('{"storeId":"s","s2SeqNum":5,"live":true,"payload":1.50e1}'),
    'payload infinite number': args('{"storeId":"s","s2SeqNum":5,"live":true,"payload":[1e400]}'),
    'payload with spaces': args('{"storeId":"s","s2SeqNum":5,"live":true,"payload": { "a" : [ 1 , 2 ] } }'),
    'repeated keys': args('{"storeId":1,"storeId":"s","s2SeqNum":"x","s2SeqNum":5,"live":0,"live":true,"payload":1,"payload":{"b":2}}'),
    'repeated keys, last wrong': args('{"storeId":"s","storeId":1,"s2SeqNum":5,"live":true}'),
    'escaped key': args('{"store\\u0049d":"s","s2SeqNum":5,"live":true}'),
    'escaped lone surrogate': args('{"storeId":"\\ud800","s2SeqNum":5,"live":true}'),
    'stray percent in storeId of unescaped text': 'args={"storeId":"s","s2SeqNum":5,"live":true}%',
  }
  const numbers = ['0', '-0', '0.0', '5.0', '5e0', '50e-1', '0.5e1', '-1', '-0.5', '5.5', '01', '+5', '.5', '5.', '0x5', 'NaN', 'Infinity', '1e400',
    '9007199254740991', '9007199254740991.4', '9007199254740991.5', '9007199254740992', '9007199254740993', '9.007199254740991e15', '9007199254740991000e-3',
    '0.99999999999999999999', '4.9999999999999999', '4.999999999999999', '1e-400', '00', '1e', '12345678901234567890', '5'.padEnd(400, '0')]
  for (const n of numbers) queries[`s2SeqNum ${n.slice(0, 30)}`] = args(`{"storeId":"s","s2SeqNum":${n},"live":true}`)
  return Object.entries(queries).map(([name, query]) => {
    const original = decodeQuery(query)
    if (original.error === true) return { name, query, error: true }
    const { storeId, s2SeqNum, live, payload } = original.ok
    return { name, query, storeId, s2SeqNum: s2SeqNum === 0 ? 0 : s2SeqNum, live, payloadJson: payload === undefined ? null : JSON.stringify(payload) }
  })
}

// ---- requests to S2 --------------------------------------------------------------------------------------------

const pullRequestVectors = () => {
  const rnd = random(2)
  const vectors = []
  for (const [config, value] of Object.entries(CONFIGS)) {
    for (let i = 0; i < 25; i++) {
      const args = { storeId: text(rnd, 30), s2SeqNum: rnd.pick(['from-start', 0, 7, 4_294_967_296, MAX_SAFE]), live: rnd.next() < 0.5, payload: undefined }
      const { url, headers } = Helpers.buildPullRequest({ config: value, args })
      vectors.push({ name: `${config}-${i}`, config: value, storeId: args.storeId, s2SeqNum: args.s2SeqNum, live: args.live, url, headers: Object.entries(headers) })
    }
  }
  return vectors
}

const urlVectors = () => {
  const rnd = random(3)
  const vectors = []
  for (const [config, value] of Object.entries(CONFIGS)) {
    for (let i = 0; i < 12; i++) {
      const stream = i < 6 ? text(rnd, 12).replace(/\p{Surrogate}/gu, '?') : text(rnd, 12)
      const params = {}
      if (rnd.next() < 0.5) params.seq_num = rnd.pick([0, 5, MAX_SAFE])
      if (rnd.next() < 0.5) params.count = rnd.pick([0, 1, 1000])
      if (rnd.next() < 0.5) params.clamp = rnd.next() < 0.5
      if (rnd.next() < 0.5) params.wait = rnd.pick([0, 60])
      const url = attempt(() => Helpers.getStreamRecordsUrl(value, stream, params))
      vectors.push({
        name: `${config}-${i}`,
        config: value,
        stream,
        params,
        url: url.ok ?? null,
        bareUrl: attempt(() => Helpers.getStreamRecordsUrl(value, stream)).ok ?? null,
        basinUrl: Helpers.getBasinUrl(value, '/streams'),
        accountUrl: Helpers.getAccountUrl(value, '/basins'),
        lite: Helpers.isLiteMode(value),
        authHeaders: Object.entries(Helpers.getAuthHeaders(value.token)),
        sseHeaders: Object.entries(Helpers.getSSEHeaders(value)),
        pushHeaders: Object.entries(Helpers.getPushHeaders(value)),
      })
    }
  }
  return vectors
}

const event = (name, args, seqNum, parentSeqNum, clientId = 'c', sessionId = 's') =>
  args === undefined ? { name, seqNum, parentSeqNum, clientId, sessionId } : { name, args, seqNum, parentSeqNum, clientId, sessionId }

const randomBatch = (rnd, n) => {
  let parent = rnd.pick([0, 0, 41, 19_999, -3])
  return Array.from({ length: n }, () => {
    const seqNum = parent + 1 + (rnd.next() < 0.1 ? rnd.int(100) : 0)
    const e = event(text(rnd, 10), rnd.next() < 0.1 ? undefined : json(rnd), seqNum, parent, text(rnd, 6), text(rnd, 6))
    parent = seqNum
    return e
  })
}

/** Events whose only argument is `fill` so many times: described rather than spelled out, because they are large. */
const filledBatch = (fill, lengths) => lengths.map((length, i) => event('e', { x: fill.repeat(length) }, i + 1, i))

const OVERHEAD = 8 + utf8Length(JSON.stringify(event('e', { x: '' }, 1, 0)))
const MIB = 1024 * 1024

const pushRequests = (config, storeId, batch) => {
  try {
    return {
      requests: Helpers.buildPushRequests({ config, storeId, batch }).map(({ url, method, headers, body }) => {
        const bytes = utf8Length(body)
        const digest = { records: JSON.parse(body).records.length, bytes, sha256: sha256(body) }
        return { url, method, headers: Object.entries(headers), ...(bytes > 2000 ? digest : { body }) }
      }),
    }
  } catch (error) {
    if (error._tag !== 'S2LimitExceededError') throw error
    return { limit: { limitType: error.limitType, max: error.max, actual: error.actual, recordIndex: error.recordIndex ?? null } }
  }
}

const pushRequestVectors = () => {
  const rnd = random(4)
  const vectors = []
  for (const [config, value] of Object.entries(CONFIGS)) {
    for (let i = 0; i < 14; i++) {
      const storeId = text(rnd, 12)
      const batch = i === 0 ? [] : randomBatch(rnd, 1 + rnd.int(4))
      vectors.push({ name: `${config}-${i}`, config: value, storeId, batch: batch.map((e) => JSON.stringify(e)), ...pushRequests(value, storeId, batch) })
    }
  }
  const half = MIB / 2 - OVERHEAD
  const filled = {
    'one record at the limit': ['x', [MIB - OVERHEAD]],
    'one record over the limit': ['x', [MIB - OVERHEAD + 1]],
    'one record over the limit, behind others': ['x', [1, 2, MIB, 3]],
    'two records over the limit': ['x', [1, MIB, 2 * MIB]],
    'two records fill one append': ['x', [half, half]],
    'two records exceed one append by a byte': ['x', [half, half + 1]],
    'two bytes each': ['é', [200_000, 200_000, 200_000, 200_000]],
    'three bytes each': ['漢', [100_000, 200_000, 49_000, 1, 300_000]],
    'four bytes each': ['😀', [100_000, 100_000, 62_000, 262_000]],
    'lone surrogates are six bytes of JSON': ['\ud800', [100_000, 70_000, 5]],
    'quotes are two bytes of JSON, four in the body': ['"', [262_000, 262_000, 10]],
    '1000 records': ['x', Array(1000).fill(1)],
    '1001 records': ['x', Array(1001).fill(1)],
    '2500 records': ['x', Array(2500).fill(3)],
    '999 small records and a large one': ['x', [...Array(999).fill(0), MIB - OVERHEAD]],
    'random sizes': ['x', Array.from({ length: 60 }, () => rnd.int(200_000))],
    'random sizes again': ['€', Array.from({ length: 40 }, () => rnd.int(100_000))],
  }
  for (const [name, [fill, lengths]] of Object.entries(filled)) {
    vectors.push({ name, config: CONFIGS.cloud, storeId: 's', fill, lengths, ...pushRequests(CONFIGS.cloud, 's', filledBatch(fill, lengths)) })
  }
  return vectors
}

// ---- names and answers -----------------------------------------------------------------------------------------

const streamNameVectors = () => {
  const rnd = random(5)
  const ids = ['', 'plain', 'a.b', 'a-b', 'a_b', 'ABCxyz019', '../..', 'ünï', '😀', '\ud800', '\udc00\ud800', 'İı', 'a'.repeat(99), 'a'.repeat(100), 'a'.repeat(101), '.'.repeat(300),
    `${'a'.repeat(99)}😀`, '٣', 'é', 'e\u0301', '\n', '\u0000', ...Array.from({ length: 120 }, () => text(rnd, 140))]
  return ids.map((storeId, i) => ({ name: `stream-name-${i}`, storeId, streamName: S2.makeS2StreamName(storeId) }))
}

const responseVectors = async () => {
  const rnd = random(6)
  const record = async (name, call, f) => {
    const made = attempt(f)
    if (made.error === true) return { name, ...call, error: true }
    const response = made.ok
    return { name, ...call, status: response.status, headers: [...response.headers.entries()], body: Buffer.from(await response.arrayBuffer()).toString('utf8') }
  }
  const vectors = [
    await record('emptyBatchResponse', { helper: 'emptyBatchResponse' }, () => Helpers.emptyBatchResponse()),
    await record('sseKeepAliveResponse', { helper: 'sseKeepAliveResponse' }, () => Helpers.sseKeepAliveResponse()),
    await record('successResponse', { helper: 'successResponse' }, () => Helpers.successResponse()),
    await record('errorResponse with its own status', { helper: 'errorResponse', message: 'Push failed' }, () => Helpers.errorResponse('Push failed')),
  ]
  for (const status of [200, 201, 204, 205, 299, 304, 400, 401, 409, 413, 500, 503, 599, 199, 600, 0, -1]) {
    vectors.push(await record(`errorResponse ${status}`, { helper: 'errorResponse', message: 'm', status }, () => Helpers.errorResponse('m', status)))
  }
  for (let i = 0; i < 40; i++) {
    const message = text(rnd, 30)
    vectors.push(await record(`errorResponse text ${i}`, { helper: 'errorResponse', message, status: 500 }, () => Helpers.errorResponse(message, 500)))
  }
  return vectors
}

/** What ensureBasin and ensureStream send, and that they end quietly even where nothing can be reached. */
const provisioningVectors = async () => {
  const rnd = random(11)
  const { fetch } = globalThis
  const vectors = []
  for (const [config, value] of Object.entries(CONFIGS)) {
    for (const stream of ['stream-1', text(rnd, 10)]) {
      const sent = []
      globalThis.fetch = async (url, init) => {
        sent.push({ url, method: init.method, headers: Object.entries(init.headers), body: init.body })
        throw new TypeError('fetch failed')
      }
      await Helpers.ensureBasin(value)
      await Helpers.ensureStream(value, stream)
      vectors.push({ name: `${config} ${JSON.stringify(stream)}`, config: value, stream, basinRequest: sent[0], streamRequest: sent[1] })
    }
  }
  globalThis.fetch = fetch
  return vectors
}

// ---- events ----------------------------------------------------------------------------------------------------

const decodeEvent = Schema.decodeUnknownEither(Schema.parseJson(LiveStoreEvent.Global.Encoded))

const eventInputs = () => {
  const rnd = random(7)
  const inputs = {}
  const withNumber = (n) => `{"name":"n","args":{},"seqNum":${n},"parentSeqNum":0,"clientId":"c","sessionId":"s"}`
  const withParent = (n) => `{"name":"n","args":{},"seqNum":1,"parentSeqNum":${n},"clientId":"c","sessionId":"s"}`
  for (const n of ['0', '-0', '1', '5.0', '5e0', '50E-1', '0.5e+1', '-1', '-7.0', '5.5', '01', '-', '+5', '1.', '.1', '1e400', '-1e400', '9007199254740991', '-9007199254740991',
    '9007199254740991.4', '9007199254740991.5', '9007199254740992', '-9007199254740992', '9007199254740993', '9.007199254740991e15', '9007199254740991e0', '90071992547409910e-1',
    '0.99999999999999999999', '4.999999999999999', '1e-400', '1e15', '1e16', '123456789012345', '1234567890123456', '000', 'null', '"1"', 'true', '[1]', '{}', '1'.repeat(309), '1'.repeat(310)]) {
    inputs[`seqNum ${n.slice(0, 24)} (${n.length})`] = withNumber(n)
    inputs[`parentSeqNum ${n.slice(0, 24)} (${n.length})`] = withParent(n)
  }
  const valid = { name: 'n', args: {}, seqNum: 1, parentSeqNum: 0, clientId: 'c', sessionId: 's' }
  for (const key of Object.keys(valid)) {
    const { [key]: _, ...rest } = valid
    inputs[`without ${key}`] = JSON.stringify(rest)
    for (const value of [null, 5, true, '', [], {}, 'x']) inputs[`${key} ${JSON.stringify(value)}`] = JSON.stringify({ ...valid, [key]: value })
  }
  Object.assign(inputs, {
    'unknown keys': '{"id":"x","name":"n","args":1,"seqNum":1,"parentSeqNum":0,"clientId":"c","sessionId":"s","meta":{"a":[{}]}}',
    'other order': '{"sessionId":"s","clientId":"c","parentSeqNum":0,"seqNum":1,"args":{"b":1,"a":2},"name":"n"}',
    spaces: ' {\n "name" : "n" , "args" : [ 1 , 2 ] ,\t"seqNum":1,"parentSeqNum":0,"clientId":"c","sessionId":"s" }\r\n',
    'repeated keys': '{"name":5,"name":"n","args":1,"args":2,"seqNum":"x","seqNum":1,"parentSeqNum":null,"parentSeqNum":0,"clientId":"c","sessionId":"s"}',
    'repeated keys, last wrong': '{"name":"n","args":1,"seqNum":1,"parentSeqNum":0,"clientId":"c","sessionId":"s","seqNum":"x"}',
    'escaped keys': '{"n\\u0061me":"n","seqNum":1,"parent\\u0053eqNum":0,"clientId":"c","sessionId":"s"}',
    'escapes in values': '{"name":"\\u006e\\/\\ud83d\\ude00\\ud800","args":"\\u00e9","seqNum":1,"parentSeqNum":0,"clientId":"\\n","sessionId":"\\u0000"}',
    'raw control character': '{"name":"a\nb","seqNum":1,"parentSeqNum":0,"clientId":"c","sessionId":"s"}',
    'unknown escape': '{"name":"\\x","seqNum":1,"parentSeqNum":0,"clientId":"c","sessionId":"s"}',
    'unknown escape in args': '{"name":"n","args":"\\x","seqNum":1,"parentSeqNum":0,"clientId":"c","sessionId":"s"}',
    'raw control character in args': '{"name":"n","args":["\t"],"seqNum":1,"parentSeqNum":0,"clientId":"c","sessionId":"s"}',
    'wrong number in args': '{"name":"n","args":[01],"seqNum":1,"parentSeqNum":0,"clientId":"c","sessionId":"s"}',
    'NaN in args': '{"name":"n","args":NaN,"seqNum":1,"parentSeqNum":0,"clientId":"c","sessionId":"s"}',
    'trailing comma': '{"name":"n","seqNum":1,"parentSeqNum":0,"clientId":"c","sessionId":"s",}',
    'trailing comma in args': '{"name":"n","args":[1,],"seqNum":1,"parentSeqNum":0,"clientId":"c","sessionId":"s"}',
    comment: '{"name":"n",/**/"seqNum":1,"parentSeqNum":0,"clientId":"c","sessionId":"s"}',
    'text behind': '{"name":"n","seqNum":1,"parentSeqNum":0,"clientId":"c","sessionId":"s"} x',
    'brace behind': '{"name":"n","seqNum":1,"parentSeqNum":0,"clientId":"c","sessionId":"s"}}',
    cut: '{"name":"n","seqNum":1,"parentSeqNum":0,"clientId":"c","sessionId":"s"',
    'byte order mark': '\ufeff{"name":"n","seqNum":1,"parentSeqNum":0,"clientId":"c","sessionId":"s"}',
    'no-break space': '\u00a0{"name":"n","seqNum":1,"parentSeqNum":0,"clientId":"c","sessionId":"s"}',
    empty: '', blank: '  ', 'null': 'null', array: '[]', 'empty object': '{}', string: '"x"', number: '1',
    'proto key': '{"name":"n","args":{"__proto__":{"a":1},"constructor":2},"seqNum":1,"parentSeqNum":0,"clientId":"c","sessionId":"s","__proto__":3}',
    'large number in args': `{"name":"n","args":${'7'.repeat(2000)}.5e-3,"seqNum":1,"parentSeqNum":0,"clientId":"c","sessionId":"s"}`,
    'nested 200 deep': `{"name":"n","args":${'['.repeat(200)}${']'.repeat(200)},"seqNum":1,"parentSeqNum":0,"clientId":"c","sessionId":"s"}`,
  })
  for (const [i, e] of randomBatch(rnd, 60).entries()) inputs[`random ${i}`] = JSON.stringify(e)
  return inputs
}

const eventVectors = () =>
  Object.entries(eventInputs()).map(([name, input]) => {
    const decoded = decodeEvent(input)
    if (Either.isLeft(decoded)) return { name, input, error: true }
    const e = decoded.right
    return { name, input, event: { ...e, seqNum: e.seqNum + 0, parentSeqNum: e.parentSeqNum + 0 }, rewritten: JSON.stringify(e) }
  })

const sameVectors = () => {
  const rnd = random(8)
  const args = ['{}', 'null', undefined, '0', '-0', '0.0', '1', '1.0', '1e0', '10e-1', '1.0000000000000001', '0.1', '0.10000000000000001', '1e400', '-1e400', '1e-400', 'true', 'false', '""', '"1"', '[]', '[1]', '[1,2]',
    '[2,1]', '{"a":1,"b":2}', '{"b":2,"a":1}', '{"a":1,"a":2}', '{"a":2}', '{"a":null}', '"é"', '"\\u00e9"', '"e\\u0301"', '"\\ud83d\\ude00"', '"😀"', '"\\ud800"', '"\\ud801"', '[[]]', '[{}]', '{"":0}', '9007199254740993',
    '9007199254740992', '{"a":{"b":[1,{"c":2.50}]}}', '{"a":{"b":[1,{"c":2.5}]}}', '{"0":1}', '{"length":0}', '"a/b"', '"a\\/b"']
  const wrap = (a, over = '"name":"n"') => `{${over}${a === undefined ? '' : `,"args":${a}`},"seqNum":2,"parentSeqNum":1,"clientId":"c","sessionId":"s"}`
  const pairs = []
  for (let i = 0; i < args.length; i++) for (let j = i; j < args.length; j++) if (i === j || j === i + 1 || rnd.next() < 0.18) pairs.push([wrap(args[i]), wrap(args[j])])
  const base = { name: 'n', args: { a: 1 }, seqNum: 2, parentSeqNum: 1, clientId: 'c', sessionId: 's' }
  for (const change of [{}, { name: 'm' }, { seqNum: 3 }, { clientId: 'd' }, { sessionId: 't' }, { args: { a: 2 } }]) pairs.push([JSON.stringify(base), JSON.stringify({ ...base, ...change })])
  for (const e of randomBatch(rnd, 40)) {
    const reversed = JSON.stringify(Object.fromEntries(Object.entries(e).reverse()), null, 1)
    pairs.push([JSON.stringify(e), reversed])
  }
  return pairs.map(([a, b], i) => {
    const client = (input) => LiveStoreEvent.Global.toClientEncoded(Either.getOrThrow(decodeEvent(input)))
    return { name: `same-${i}`, a, b, same: LiveStoreEvent.Client.isEqualEncoded(client(a), client(b)) }
  })
}

const verbatimVectors = () => {
  const inputs = {
    spaces: '{ "name": "n", "args": {"a": [1, 2]}, "seqNum": 1, "parentSeqNum": 0, "clientId": "c", "sessionId": "s" }',
    'key order': '{"args":{"b":1,"a":2},"seqNum":1,"sessionId":"s","name":"n","parentSeqNum":0,"clientId":"c"}',
    'unknown keys': '{"name":"n","args":{},"seqNum":1,"parentSeqNum":0,"clientId":"c","sessionId":"s","meta":{"trace":"t"}}',
    'number spelling': '{"name":"n","args":[1.0,1e2,0.10,-0],"seqNum":1.0,"parentSeqNum":0e0,"clientId":"c","sessionId":"s"}',
    'digits beyond a double': '{"name":"n","args":{"id":12345678901234567890,"x":0.12345678901234567890},"seqNum":1,"parentSeqNum":0,"clientId":"c","sessionId":"s"}',
    'number beyond a double': '{"name":"n","args":{"x":1e400},"seqNum":1,"parentSeqNum":0,"clientId":"c","sessionId":"s"}',
    escapes: '{"name":"\\u006e","args":"\\u00e9\\/\\ud83d\\ude00","seqNum":1,"parentSeqNum":0,"clientId":"c","sessionId":"s"}',
    'repeated keys': '{"name":"m","name":"n","args":1,"args":2,"seqNum":1,"parentSeqNum":0,"clientId":"c","sessionId":"s"}',
    'repeated keys in args': '{"name":"n","args":{"a":1,"a":2},"seqNum":1,"parentSeqNum":0,"clientId":"c","sessionId":"s"}',
    'integer keys move first': '{"name":"n","args":{"b":1,"1":2},"seqNum":1,"parentSeqNum":0,"clientId":"c","sessionId":"s"}',
  }
  return Object.entries(inputs).map(([name, input]) => {
    const batch = [Either.getOrThrow(decodeEvent(input))]
    const [{ body }] = Helpers.buildPushRequests({ config: CONFIGS.cloud, storeId: 's', batch })
    return { name, input, originalRecordBody: JSON.parse(body).records[0].body }
  })
}

// ---- what the client puts on the wire and takes from it --------------------------------------------------------

/** Runs the original backend against `respond(request)`, which gives the response's body, and returns the requests. */
const withBackend = (storeId, respond, use) => {
  const requests = []
  const client = HttpClient.make((request, url) =>
    Effect.sync(() => {
      const body = request.body._tag === 'Uint8Array' ? Buffer.from(request.body.body).toString('utf8') : undefined
      requests.push({ method: request.method, url: String(url), body })
      return HttpClientResponse.fromWeb(request, new Response(respond(request)))
    }),
  )
  const run = Effect.gen(function* () {
    const backend = yield* S2.makeSyncBackend({ endpoint: 'http://proxy.example/', ping: { enabled: false } })({ storeId, clientId: 'c', payload: undefined })
    return yield* use(backend)
  }).pipe(Effect.scoped, Effect.provideService(HttpClient.HttpClient, client))
  return Effect.runPromiseExit(run).then((exit) => ({ exit, requests }))
}

const pushBodyVectors = async () => {
  const rnd = random(9)
  const vectors = []
  for (let i = 0; i < 60; i++) {
    const storeId = text(rnd, 12)
    const batch = randomBatch(rnd, 1 + rnd.int(4))
    const { exit, requests } = await withBackend(storeId, () => '{"success":true}', (backend) => backend.push(batch))
    if (exit._tag !== 'Success' || requests.length !== 1) throw new Error(`push ${i}: ${exit}`)
    vectors.push({ name: `push-${i}`, storeId, events: batch.map((e) => JSON.stringify(e)), body: requests[0].body })
  }
  return vectors
}

const pushPayloadVectors = () => {
  const e = '{"name":"n","args":{},"seqNum":1,"parentSeqNum":0,"clientId":"c","sessionId":"s"}'
  const bad = '{"name":"n","args":{},"seqNum":1.5,"parentSeqNum":0,"clientId":"c","sessionId":"s"}'
  const inputs = {
    plain: `{"storeId":"s","batch":[${e}]}`,
    empty: '{"storeId":"s","batch":[]}',
    'batch first': `{"batch":[${e},${e}],"storeId":"s"}`,
    'unknown keys': `{"v":1,"storeId":"s","x":[{"batch":[]}],"batch":[${e}],"payload":{}}`,
    'repeated keys': `{"storeId":1,"storeId":"s","batch":[${bad}],"batch":[${e}]}`,
    'repeated keys, last wrong': `{"storeId":"s","batch":[${e}],"batch":[${bad}]}`,
    'repeated keys, last no array': `{"storeId":"s","batch":[${e}],"batch":null}`,
    'repeated storeId, last wrong': `{"storeId":"s","storeId":{"a":[]},"batch":[${e}]}`,
    spaces: ` { "storeId" : "s" ,\r\n "batch" : [ ${e} ,\t${e} ] } \n`,
    'no storeId': `{"batch":[${e}]}`,
    'no batch': '{"storeId":"s"}',
    'batch an object': `{"storeId":"s","batch":{"0":${e}}}`,
    'batch of null': '{"storeId":"s","batch":[null]}',
    'batch of texts': `{"storeId":"s","batch":[${JSON.stringify(e)}]}`,
    'batch of arrays': `{"storeId":"s","batch":[[${e}]]}`,
    'second event wrong': `{"storeId":"s","batch":[${e},${bad},${e}]}`,
    'text behind': `{"storeId":"s","batch":[${e}]}x`,
    'comma behind': `{"storeId":"s","batch":[${e},]}`,
    cut: `{"storeId":"s","batch":[${e}]`,
    'cut in an event': `{"storeId":"s","batch":[${e.slice(0, 30)}`,
    'wrong JSON behind a wrong event': `{"storeId":"s","batch":[${bad}],}`,
    'null': 'null', array: `[${e}]`, blank: ' ', nothing: '', string: '"s"',
  }
  return Object.entries(inputs).map(([name, input]) => {
    const decoded = attempt(() => Schema.decodeUnknownSync(S2.ApiSchema.PushPayload)(JSON.parse(input)))
    return decoded.error === true ? { name, input, error: true } : { name, input, payload: JSON.stringify(decoded.ok) }
  })
}

const readBatchVectors = async () => {
  const rnd = random(10)
  const body = (e) => JSON.stringify(JSON.stringify(e))
  const e1 = body(event('n', { a: 1 }, 1, 0))
  const e2 = body(event('n', { a: 2 }, 2, 1))
  const rec = (n, b, rest = '') => `{"seq_num":${n},"timestamp":${1000 + n}${b === undefined ? '' : `,"body":${b}`}${rest}}`
  const inputs = {
    'no tail': `{"records":[${rec(0, e1)},${rec(1, e2)}]}`,
    'tail at the end': `{"records":[${rec(0, e1)},${rec(1, e2)}],"tail":{"seq_num":2,"timestamp":5}}`,
    'tail beyond': `{"records":[${rec(0, e1)},${rec(1, e2)}],"tail":{"seq_num":12,"timestamp":5}}`,
    'tail before': `{"records":[${rec(7, e1)}],"tail":{"seq_num":3,"timestamp":5}}`,
    'tail null': `{"records":[${rec(0, e1)}],"tail":null}`,
    'tail without timestamp': `{"records":[${rec(0, e1)}],"tail":{"seq_num":3}}`,
    'tail without seq_num': `{"records":[${rec(0, e1)}],"tail":{"timestamp":3}}`,
    'tail negative': `{"records":[${rec(0, e1)}],"tail":{"seq_num":-1,"timestamp":3}}`,
    'tail an array': `{"records":[${rec(0, e1)}],"tail":[]}`,
    'no records': '{"records":[]}',
    'no records, tail beyond': '{"records":[],"tail":{"seq_num":12,"timestamp":5}}',
    'records missing': '{"tail":{"seq_num":12,"timestamp":5}}',
    'records null': '{"records":null}',
    'bodyless record dropped': `{"records":[${rec(0, e1)},${rec(1)},${rec(2, e2)}],"tail":{"seq_num":3,"timestamp":5}}`,
    'bodyless record last, tail behind it': `{"records":[${rec(0, e1)},${rec(1)}],"tail":{"seq_num":2,"timestamp":5}}`,
    'only bodyless records': `{"records":[${rec(0)},${rec(1)}],"tail":{"seq_num":9,"timestamp":5}}`,
    'body null': `{"records":[${rec(0, 'null')},${rec(1, e1)}]}`,
    'body empty': `{"records":[${rec(0, '""')}]}`,
    'body a number': `{"records":[${rec(0, '5')}]}`,
    'body no JSON': `{"records":[${rec(0, '"hello"')}]}`,
    'body JSON but no event': `{"records":[${rec(0, '"{}"')}]}`,
    'body an object': `{"records":[${rec(0, '{}')}]}`,
    headers: `{"records":[${rec(0, e1, ',"headers":[["ls","1"],["",""]]')}]}`,
    'headers empty': `{"records":[${rec(0, e1, ',"headers":[]')}]}`,
    'headers null': `{"records":[${rec(0, e1, ',"headers":null')}]}`,
    'header of one': `{"records":[${rec(0, e1, ',"headers":[["a"]]')}]}`,
    'header of three': `{"records":[${rec(0, e1, ',"headers":[["a","b","c"]]')}]}`,
    'header of numbers': `{"records":[${rec(0, e1, ',"headers":[[1,2]]')}]}`,
    'headers an object': `{"records":[${rec(0, e1, ',"headers":{}')}]}`,
    'command record': `{"records":[${rec(0, undefined, ',"headers":[["","fence"]]')},${rec(1, e1)}]}`,
    'no timestamp': `{"records":[{"seq_num":0,"body":${e1}}]}`,
    'timestamp null': `{"records":[{"seq_num":0,"timestamp":null,"body":${e1}}]}`,
    'timestamp text': `{"records":[{"seq_num":0,"timestamp":"1","body":${e1}}]}`,
    'timestamp negative': `{"records":[{"seq_num":0,"timestamp":-1,"body":${e1}}]}`,
    'no timestamp, no body': '{"records":[{"seq_num":0}]}',
    'no seq_num': `{"records":[{"timestamp":0,"body":${e1}}]}`,
    'seq_num 1.0': `{"records":[{"seq_num":1.0,"timestamp":0,"body":${e1}}],"tail":{"seq_num":4e0,"timestamp":5}}`,
    'seq_num 1.5': `{"records":[{"seq_num":1.5,"timestamp":0,"body":${e1}}]}`,
    'seq_num largest': `{"records":[{"seq_num":${MAX_SAFE},"timestamp":${MAX_SAFE},"body":${e1}}],"tail":{"seq_num":${MAX_SAFE},"timestamp":0}}`,
    'seq_num too large': `{"records":[{"seq_num":9007199254740992,"timestamp":0,"body":${e1}}]}`,
    'timestamp too large': `{"records":[{"seq_num":0,"timestamp":9007199254740992,"body":${e1}}]}`,
    'unknown keys': `{"x":1,"records":[${rec(0, e1, ',"y":[1]')}],"tail":{"seq_num":1,"timestamp":5,"z":{}}}`,
    'repeated keys': `{"records":5,"records":[${rec(0, e1)}],"tail":1,"tail":null}`,
    'record null': '{"records":[null]}',
    'not JSON': '{"records":[}',
    'null': 'null', array: '[]', 'empty object': '{}',
  }
  for (let i = 0; i < 40; i++) {
    const start = rnd.int(1000)
    const batch = randomBatch(rnd, rnd.int(4))
    const records = batch.map((e, j) => rec(start + j, rnd.next() < 0.15 ? undefined : body(e)))
    inputs[`random ${i}`] = `{"records":[${records}]${rnd.next() < 0.3 ? '' : `,"tail":{"seq_num":${start + rnd.int(6)},"timestamp":1}`}}`
  }
  const vectors = []
  for (const [name, input] of Object.entries(inputs)) {
    const { exit } = await withBackend('s', () => `event: batch\ndata: ${input}\n\n`, (backend) => backend.pull(Option.none(), { live: false }).pipe(Stream.take(1), Stream.runCollect))
    if (exit._tag === 'Failure') {
      vectors.push({ name, input, error: true })
      continue
    }
    const [item] = [...exit.value]
    const events = item.batch.map(({ eventEncoded, metadata }) => ({ s2SeqNum: metadata.value.s2SeqNum, event: JSON.stringify(eventEncoded) }))
    vectors.push({ name, input, events, remaining: item.pageInfo._tag === 'MoreKnown' ? item.pageInfo.remaining : 0 })
  }
  return vectors
}

write('pull-args.json', pullArgsVectors())
write('pull-queries.json', pullQueryVectors())
write('pull-requests.json', pullRequestVectors())
write('urls.json', urlVectors())
write('push-requests.json', pushRequestVectors())
write('stream-names.json', streamNameVectors())
write('responses.json', await responseVectors())
write('provisioning.json', await provisioningVectors())
write('events.json', eventVectors())
write('same-events.json', sameVectors())
write('verbatim.json', verbatimVectors())
write('push-bodies.json', await pushBodyVectors())
write('push-payloads.json', pushPayloadVectors())
write('read-batches.json', await readBatchVectors())
