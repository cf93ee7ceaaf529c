/* What every page does beyond being read: the scheme, the ways to share, pages kept for later.
   Each works on its own and is missed by nobody where scripts do not run. */

import './box.js'

const root = document.documentElement
const site = new URL('..', import.meta.url).href

// Light and dark: as the device has it, until a reader chooses.
const scheme = document.querySelector('.scheme')
scheme.hidden = false
scheme.addEventListener('click', () => {
  const dark = getComputedStyle(root).colorScheme === 'dark'
  root.dataset.scheme = dark ? 'light' : 'dark'
  try { localStorage.setItem('scheme', root.dataset.scheme) } catch { /* kept for this page only */ }
})

// Sharing: links stand in the page; the device's own sheet and the clipboard need a script.
const share = document.querySelector('.share')
if (share) {
  const { url, title, copied } = share.dataset
  const said = document.createElement('span')
  said.setAttribute('role', 'status')
  said.className = 'visually-hidden'
  share.after(said)
  const offer = (name, able, act) => {
    const button = share.querySelector(`button[name="${name}"]`)
    if (!able) return
    button.parentNode.hidden = false
    button.addEventListener('click', () => act(button))
  }
  offer('share', navigator.share, () => navigator.share({ url, title }).catch(() => {}))
  offer('copy', navigator.clipboard, async button => {
    try { await navigator.clipboard.writeText(url) } catch { return }
    said.textContent = button.textContent = copied
  })
}

// Pages that were read stay readable without a network; sw.js in the root of the site keeps them.
const workers = navigator.serviceWorker
if (workers) {
  workers.register(new URL('sw.js', site)).catch(() => {})
  // The page that brings the worker came without it: hand it over, from the browser's own cache.
  if (!workers.controller) workers.addEventListener('controllerchange', () => {
    const parts = performance.getEntriesByType('resource').map(({ name }) => name)
    for (const part of [location.href, ...parts]) if (part.startsWith(site)) fetch(part, { cache: 'force-cache' }).catch(() => {})
  }, { once: true })
  workers.addEventListener('message', ({ data }) => {
    if (data?.updated !== location.href.split('#')[0] || document.querySelector('.notice')) return
    const notice = document.createElement('div'), again = document.createElement('button')
    notice.className = 'notice'
    notice.setAttribute('role', 'status')
    again.type = 'button'
    again.textContent = document.body.dataset.reload
    again.addEventListener('click', () => location.reload())
    notice.append(`${document.body.dataset.updated} `, again)
    document.body.append(notice)
  })
}

// The page for readers without a network lists the stories that were kept.
const kept = document.querySelector('.kept-stories')
if (kept && 'caches' in window) {
  for (const { url } of await caches.open('kept-1').then(cache => cache.keys())) {
    if (!/\/guong\/[a-z0-9-]+\/$/.test(url)) continue
    const text = await caches.match(url).then(answer => answer.text())
    const link = document.createElement('a'), row = document.createElement('li')
    link.href = url
    link.textContent = new DOMParser().parseFromString(text, 'text/html').querySelector('h1').textContent
    row.append(link)
    kept.append(row)
  }
}
