// Access tokens, on a server that asks for them. S2_ACCESS_TOKEN is its root token.
import assert from 'node:assert/strict'

import { batch, bodies, connect, drain, newBasin, newName, refusal, s2, streamOf, test } from './given.mjs'

const everything = { prefix: '' }
const denied = refusal(403, 'permission_denied')

const issue = async (scope, rest = {}) => {
  const id = newName()
  const { accessToken } = await s2.accessTokens.issue({ id, scope, ...rest })
  return { id, client: connect({ accessToken }) }
}

test('without a token that the server knows, nothing is answered', async () => {
  await assert.rejects(connect({ accessToken: 'wrong' }).basins.list(), refusal(401, 'authn'))
  const stranger = streamOf(connect({ accessToken: 'wrong' }).basin('some-basin'), 'orders')
  await assert.rejects(stranger.checkTail(), refusal(401, 'authn'))
  await assert.rejects(async () => {
    const session = await stranger.appendSession()
    await (await session.submit(batch('a'))).ack()
  }, refusal(401, 'authn'))
  await assert.rejects(
    async () => drain(await stranger.readSession({ start: { from: { seqNum: 0 } }, stop: { waitSecs: 0 } })),
    refusal(401, 'authn'),
  )
})

test('a token may do what its operations say, and nothing else', async () => {
  const basin = await newBasin()
  await basin.streams.create({ stream: 'orders' })
  const scope = { basins: { exact: basin.name }, streams: everything, ops: ['append', 'check-tail'] }
  const { client } = await issue(scope)
  const stream = streamOf(client.basin(basin.name), 'orders')
  const session = await stream.appendSession()
  await (await session.submit(batch('a'))).ack()
  await session.close()
  await stream.append(batch('b'))
  assert.equal((await stream.checkTail()).tail.seqNum, 2)
  await assert.rejects(stream.read({ start: { from: { seqNum: 0 } } }), denied)
  await assert.rejects(client.basin(basin.name).streams.create({ stream: 'more' }), denied)
  await assert.rejects(client.basins.list(), denied)
  await assert.rejects(client.accessTokens.list(), denied)
})

test('a token reaches its basin and its streams alone', async () => {
  const [mine, other] = [await newBasin(), await newBasin()]
  for (const basin of [mine, other]) {
    for (const stream of ['a/1', 'b/1']) await basin.streams.create({ stream })
  }
  const scope = { basins: { exact: mine.name }, streams: { prefix: 'a/' }, opGroups: { stream: { read: true, write: true } } }
  const { client } = await issue(scope)
  await streamOf(client.basin(mine.name), 'a/1').append(batch('x'))
  await assert.rejects(streamOf(client.basin(mine.name), 'b/1').append(batch('x')), denied)
  await assert.rejects(streamOf(client.basin(other.name), 'a/1').append(batch('x')), denied)
})

test('a token that prefixes streams keeps its holder in a space of its own', async () => {
  const basin = await newBasin()
  const scope = {
    basins: { exact: basin.name },
    streams: { prefix: 'tenant/' },
    opGroups: { basin: { read: true, write: true }, stream: { read: true, write: true } },
  }
  const { client } = await issue(scope, { autoPrefixStreams: true })
  const inside = client.basin(basin.name)
  await inside.streams.create({ stream: 'orders' })
  await streamOf(inside, 'orders').append(batch('x'))
  const names = async (view) => (await view.streams.list()).streams.map((stream) => stream.name)
  assert.deepEqual(await names(inside), ['orders'])
  assert.deepEqual(await names(basin), ['tenant/orders'])
  const read = await streamOf(basin, 'tenant/orders').read({ start: { from: { seqNum: 0 } } })
  assert.deepEqual(bodies(read.records), ['x'])
})

test('tokens are listed with what they may do', async () => {
  const expiresAt = new Date(Date.now() + 3_600_000)
  const scope = { streams: { prefix: 'a' }, basins: { exact: 'basin-of-mine' }, ops: ['read', 'check-tail'] }
  const { id } = await issue(scope, { expiresAt })
  const [info] = (await s2.accessTokens.list({ prefix: id })).accessTokens
  assert.equal(info.id, id)
  assert.deepEqual(info.scope.streams, { prefix: 'a' })
  assert.deepEqual(info.scope.basins, { exact: 'basin-of-mine' })
  assert.deepEqual([...info.scope.ops].sort(), ['check-tail', 'read'])
  assert.equal(info.autoPrefixStreams, false)
  assert.equal(info.expiresAt.getTime(), expiresAt.getTime())
  const all = []
  for await (const token of s2.accessTokens.listAll({ limit: 1 })) all.push(token.id)
  assert.ok(all.includes(id))
})

test('a revoked token is of no use, and is revoked once', async () => {
  const { id, client } = await issue({ basins: everything, ops: ['list-basins'] })
  await client.basins.list()
  await s2.accessTokens.revoke({ id })
  await assert.rejects(client.basins.list(), refusal(401, 'authn'))
  await assert.rejects(s2.accessTokens.revoke({ id }), refusal(404, 'access_token_not_found'))
})

test('a token is issued once, with at least one permission and no more than its issuer has', async () => {
  const { id } = await issue({ basins: everything, ops: ['list-basins'] })
  const scope = { basins: everything, ops: ['list-basins'] }
  await assert.rejects(s2.accessTokens.issue({ id, scope }), refusal(409, 'resource_already_exists'))
  await assert.rejects(s2.accessTokens.issue({ id: newName(), scope: {} }), refusal(422, 'invalid'))
  const prefixing = { id: newName(), scope: { ...scope, streams: { exact: 'a' } }, autoPrefixStreams: true }
  await assert.rejects(s2.accessTokens.issue(prefixing), refusal(422, 'invalid'))
  const issuer = await issue({ accessTokens: everything, basins: everything, ops: ['issue-access-token', 'list-basins'] })
  await issuer.client.accessTokens.issue({ id: newName(), scope })
  const more = { id: newName(), scope: { basins: everything, ops: ['create-basin'] } }
  await assert.rejects(issuer.client.accessTokens.issue(more), denied)
})
