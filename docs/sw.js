/* Keeps what was read, so that a slow line or none does not take it away.

   Pages, data and the search's index.json: from the network where it answers within PATIENCE,
   else as they were kept. Files named by their content: kept for good. Looks and scripts: as they
   were kept, and renewed behind the reader's back. Nothing is fetched that a page did not ask for. */

const KEPT = 'kept-1'
const PATIENCE = 3000 // ms
const LIMITS = { page: 200, named: 400, other: 60, file: 60 }
const scope = new URL(self.registration.scope)

const kind = url => {
  const path = url.pathname.slice(scope.pathname.length)
  if (/^tim-kiem\/[0-9a-f]{12}\//.test(path)) return 'named'
  if (path.startsWith('assets/')) return 'other'
  return path === '' || path.endsWith('/') ? 'page' : 'file'
}

/** Where a reader is sent who asks, without a network, for a page that was never read. */
const REFUGE = new URL('ngoai-tuyen/', scope).href

self.addEventListener('install', event => {
  event.waitUntil(caches.open(KEPT).then(cache => cache.add(REFUGE)).catch(() => {}).then(() => self.skipWaiting()))
})

self.addEventListener('activate', event => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith('kept-') && name !== KEPT) await caches.delete(name)
    await self.clients.claim()
  })())
})

self.addEventListener('fetch', event => {
  const url = new URL(event.request.url)
  if (event.request.method !== 'GET' || url.origin !== scope.origin || !url.pathname.startsWith(scope.pathname)) return
  const answers = { named: fromCache, other: renewing, page: fromNetwork, file: fromNetwork }
  event.respondWith(answers[kind(url)](event, url))
})

async function fromCache(event, url) {
  const cache = await caches.open(KEPT)
  return await cache.match(event.request) ?? keep(cache, event.request, url, await fetch(event.request))
}

async function renewing(event, url) {
  const cache = await caches.open(KEPT), kept = await cache.match(event.request)
  const fresh = fetch(event.request).then(answer => keep(cache, event.request, url, answer))
  event.waitUntil(fresh.catch(() => {}))
  return kept ?? fresh
}

async function fromNetwork(event, url) {
  const cache = await caches.open(KEPT), key = withoutQuery(url)
  const kept = await cache.match(key)
  const fresh = fetch(event.request).then(answer => keep(cache, key, url, answer))
  event.waitUntil(fresh.catch(() => {}))
  if (!kept) return event.request.mode === 'navigate' ? fresh.catch(() => Response.redirect(REFUGE)) : fresh
  const late = new Promise(done => setTimeout(done, PATIENCE, null))
  const answer = await Promise.race([fresh.catch(() => null), late])
  if (answer && answer.status < 500) return answer
  event.waitUntil(fresh.then(answer => announce(event, kept, answer)).catch(() => {}))
  return kept.clone()
}

/** Facets and queries are read from the address by the page itself: one copy serves them all. */
const withoutQuery = url => url.origin + url.pathname

async function keep(cache, key, url, answer) {
  if (answer.ok && answer.type === 'basic') {
    try {
      await cache.put(key, answer.clone())
      await prune(cache, kind(url))
    } catch { /* no room: the page is read all the same */ }
  } else if (answer.status === 404 || answer.status === 410) await cache.delete(key)
  return answer
}

/** The oldest go first. */
async function prune(cache, name) {
  const keys = (await cache.keys()).filter(({ url }) => url !== REFUGE && kind(new URL(url)) === name)
  await Promise.all(keys.slice(0, Math.max(0, keys.length - LIMITS[name])).map(key => cache.delete(key)))
}

/** Tell a reader whose page came from the cache that there is a newer one, or none any more. */
async function announce(event, before, after) {
  if (!event.resultingClientId) return
  if (after.ok) {
    const cache = await caches.open(KEPT), kept = await cache.match(withoutQuery(new URL(event.request.url)))
    if (await before.text() === await kept?.text()) return
  } else if (after.status !== 404 && after.status !== 410) return
  const client = await self.clients.get(event.resultingClientId)
  client?.postMessage({ updated: client.url.split('#')[0] })
}
