// A reverse proxy between a client and Weir that counts what it is asked, and does to it what a test wants.
import { readFile } from 'node:fs/promises'
import http from 'node:http'
import { extname, join } from 'node:path'

const purposeOf = ({ method, args }) =>
  method === 'POST' ? 'push' : method === 'HEAD' ? 'ping' : args?.live === true ? 'live' : 'catch-up'

// What ends the answer may have come with its page, and a client that saw it minds no reset.
const firstPage = (piece) => piece.slice(0, piece.indexOf('\n\n', piece.indexOf('event: batch')) + 2)

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' }

/** `upstream` is Weir's sync URL; the middleman's own has the same path. Any other path is a file below `site`. */
export const startMiddleman = async (upstream, site) => {
  const target = new URL(upstream)
  const sockets = new Set()
  const middleman = {
    /** What it was asked, oldest first: {purpose, at, url, headers, status}. */
    requests: [],
    /** What becomes of a request: undefined (it is passed on), {status, body}, 'reset' or 'hang'. */
    answer: () => undefined,
    /**
     * What becomes of a piece of an answer: it, another one, 'nothing' (ever after), 'reset' (behind its first page), or
     * 'hold' (nothing behind its first page, until `cut` of its request resets it).
     */
    pass: (piece) => piece,
    count: (purpose) => middleman.requests.filter((request) => request.purpose === purpose).length,
    listen: () => new Promise((done) => server.listen(middleman.port ?? 0, '127.0.0.1', done)),
    /** Connections are refused from now on, and those that are open are cut. */
    stop: () => {
      const closed = new Promise((done) => server.close(done))
      for (const socket of sockets) socket.destroy()
      return closed
    },
  }

  const serveFile = async (path, response) => {
    const file = path === '/' ? 'index.html' : path
    const content = await readFile(join(site, file)).catch(() => undefined)
    response.writeHead(content === undefined ? 404 : 200, { 'content-type': TYPES[extname(file)] ?? 'text/plain' })
    response.end(content)
  }

  const server = http.createServer((request, response) => {
    const url = new URL(request.url, upstream)
    if (site !== undefined && !url.pathname.startsWith(target.pathname)) return serveFile(url.pathname, response)
    const args = url.searchParams.has('args') ? JSON.parse(url.searchParams.get('args')) : undefined
    const seen = { method: request.method, args, url: request.url, headers: request.headers, at: Date.now() }
    seen.purpose = purposeOf(seen)
    middleman.requests.push(seen)
    const fate = middleman.answer(seen)
    if (fate === 'hang') return
    if (fate === 'reset') return request.socket.destroy()
    if (fate !== undefined) {
      seen.status = fate.status
      response.writeHead(fate.status, { 'content-type': fate.type ?? 'application/json', ...fate.headers })
      return response.end(request.method === 'HEAD' ? undefined : (fate.body ?? '{"error":"as the test wants"}'))
    }
    forward(request, response, seen)
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })

  const forward = (request, response, seen) => {
    const { method, headers } = request
    const onward = http.request({ host: target.hostname, port: target.port, path: request.url, method, headers })
    onward.on('error', () => request.socket.destroy())
    onward.on('response', (answer) => {
      seen.status = answer.statusCode
      response.writeHead(answer.statusCode, answer.headers)
      response.flushHeaders()
      answer.on('data', (data) => {
        const piece = seen.isStuck ? 'nothing' : middleman.pass(String(data), seen)
        if (piece === 'nothing') return void (seen.isStuck = true)
        if (piece !== 'reset' && piece !== 'hold') return response.write(piece)
        seen.isStuck = true
        seen.cut = () => request.socket.destroy()
        response.write(firstPage(String(data)), piece === 'reset' ? seen.cut : undefined)
      })
      answer.on('end', () => seen.isStuck || response.end())
      answer.on('error', () => request.socket.destroy())
    })
    response.on('close', () => onward.destroy())
    request.pipe(onward)
  }

  await middleman.listen()
  middleman.port = server.address().port
  middleman.endpoint = `http://127.0.0.1:${middleman.port}${target.pathname}`
  return middleman
}
