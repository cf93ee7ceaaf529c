/* The search page: results, facets, sorting and paging, all of them in the address. */

import { address, base, element, engine, fill, highlighted, number, RENEWED } from './box.js'

const SHOWN = 10, VALUES = 12, PAUSE = 150
const FACETS = ['kind', 'field', 'locality', 'recognition_year', 'basis']
/** The facets whose values are shown; what a reader opens stays open. */
const shown = new Set(['kind', 'field'])
const SORTS = ['', 'newest', 'name']

const input = document.querySelector('.search-box').elements.q
const page = document.querySelector('.search-page')
const part = name => page.querySelector(`.search-${name}`)
const wide = matchMedia('(min-width: 60em)')
let turn = 0

/** What the address asks for. */
function asked() {
  const given = new URLSearchParams(location.search)
  const { q = '', sort = '', page = '1', ...facets } = Object.fromEntries(given)
  return { q, sort: SORTS.includes(sort) ? sort : '', page: Math.max(1, parseInt(page, 10) || 1), facets }
}

/** The address of this page for what is asked, some of it changed; a change leads to the first page. */
function address_of(state, changes) {
  const { q, sort, page, facets } = { ...state, page: 1, ...changes }
  const given = Object.entries({ q, ...facets, sort, page: page > 1 ? page : '' }).filter(([, value]) => value)
  return given.length ? `${base}?${new URLSearchParams(given)}` : base
}

async function go(href, replace = false) {
  history[replace ? 'replaceState' : 'pushState'](null, '', href)
  await show()
}

async function show(again = false) {
  const mine = ++turn, state = asked()
  if (document.activeElement !== input) input.value = state.q
  if (!state.q.trim() && !Object.keys(state.facets).length) return idle()
  page.dataset.state = 'busy'
  try {
    const search = await engine()
    state.facets = Object.fromEntries(Object.entries(state.facets).filter(([name, id]) => id && Object.hasOwn(search.facets, name)))
    if (!state.q.trim() && !Object.keys(state.facets).length) return mine === turn && idle()
    for (const full of state.q ? [false, true] : [true]) {
      const found = await search.find(state.q, { ...state, full })
      if (mine !== turn) return
      await draw(search, state, found, () => mine === turn, full)
    }
    if (mine === turn) page.dataset.state = 'ready'
  } catch (error) {
    if (mine !== turn) return
    if (error.message === RENEWED && !again) return show(true)
    fail()
  }
}

function idle() {
  page.dataset.state = 'idle'
  clear()
}

function clear() {
  for (const name of ['status', 'results', 'ways', 'facets', 'chosen', 'sort', 'pager']) part(name).replaceChildren()
}

function fail() {
  clear()
  page.dataset.state = 'failed'
  part('status').textContent = page.dataset.failed
}

async function draw(search, state, found, current, full) {
  const pages = Math.max(1, Math.ceil(found.stories.length / SHOWN)), at = Math.min(state.page, pages)
  const stories = found.stories.slice((at - 1) * SHOWN, at * SHOWN)
  const ways = at === 1 && !Object.keys(state.facets).length ? found.ways.slice(0, 6) : []
  const cards = await search.cards([...ways, ...stories], found.version)
  const near = full && (found.partial || !found.stories.length) && state.q ? await search.near(state.q) : ''
  if (!current() || (!full && !cards.length)) return
  part('status').replaceChildren(...said(search, state, found, near))
  part('ways').replaceChildren(...cards.slice(0, ways.length).map(card => way(search, card)))
  part('results').replaceChildren(...cards.slice(ways.length).map(card => result(search, card, found)))
  part('results').start = (at - 1) * SHOWN + 1
  part('sort').replaceChildren(...found.stories.length > 1 ? sorts(search, state) : [])
  part('pager').replaceChildren(...pages > 1 ? pager(search, state, at, pages) : [])
  part('chosen').replaceChildren(...await chosen(search, state, found))
  if (!full) return
  filters(search, state, found)
  const gone = await excerpts(search, found, stories, current)
  if (!gone.size || !current()) return
  // A quoted phrase that stands in none of a story's words after all: what was counted is set right.
  const left = { ...found, stories: found.stories.filter(story => !gone.has(story)), all: found.all.filter(story => !gone.has(story)) }
  part('status').replaceChildren(...said(search, state, left, ''))
  filters(search, state, left)
}

function filters(search, state, found) {
  const filter = element('details', {}, element('summary', {}, search.text.filter), ...facets(search, state, found))
  filter.open = wide.matches || part('facets').firstChild?.open === true
  part('facets').replaceChildren(...found.all.length ? [filter] : [])
  page.dataset.found = found.stories.length ? 'some' : 'none'
}

/** What was found, in a sentence that a screen reader says too. */
function said(search, { q }, found, near) {
  const { text } = search, count = number(found.stories.length), said = []
  if (!found.stories.length) said.push(q ? fill(text.none, { query: q.slice(0, search.limit) }) : text.empty)
  else if (found.partial) said.push(text.partial)
  else said.push(q ? fill(text.found, { count, query: q.slice(0, search.limit) }) : fill(text.stories, { count }))
  if (found.cut) said.push(` ${fill(text.cut, { limit: search.limit })}`)
  if (near) {
    const [before, after] = text.near.split('{query}')
    said.push(` ${before}`, link(address_of({ ...asked(), q: near }, {}), near), after)
  }
  return said
}

function link(href, ...children) {
  return element('a', { href, 'data-here': '' }, ...children)
}

function way(search, [href, label, count, dimension]) {
  return element('li', {}, element('a', { href: address(href) }, `${label} `, element('span', {}, number(count)),
    element('small', {}, search.facets[dimension])))
}

function result(search, [href, name, title, place, field, kind], found) {
  const mark = text => highlighted(search.excerpt(text, found, 99).parts)
  const elsewhere = new URL(address(href)).origin !== location.origin
  return element('li', { class: 'search-result' },
    element('h2', {}, element('a', { href: address(href) }, ...mark(name))),
    ...title ? [element('p', { class: 'search-title' }, ...mark(title))] : [],
    element('p', { class: 'search-meta' }, `${kind} · ${field} · `, ...mark(place)),
    ...elsewhere ? [] : [element('p', { class: 'search-excerpt' })])
}

function sorts({ text }, state) {
  return SORTS.map(sort => element('li', {}, element('a', { href: address_of(state, { sort }), 'data-here': '',
    ...sort === state.sort ? { 'aria-current': 'true' } : {} }, text[`sort-${sort || 'relevance'}`])))
}

function pager({ text }, state, at, pages) {
  const step = (to, label, rel) => to < 1 || to > pages ? [] : [element('a', { href: address_of(state, { page: to }), rel, 'data-here': '', 'data-top': '' }, label)]
  return [...step(at - 1, text.previous, 'prev'), element('span', {}, fill(text.page, { page: at, pages })), ...step(at + 1, text.next, 'next')]
}

/** The facets in force, each a link that takes it away. */
async function chosen(search, state, found) {
  return Promise.all(Object.entries(state.facets).map(async ([name, id]) => {
    const { [name]: own, ...others } = state.facets
    const values = await search.facet(name, found.all, { ...others, [name]: id }, found.version)
    const label = values.find(([value]) => value === id)?.[1] ?? id
    return element('li', {}, element('a', { href: address_of(state, { facets: others }), 'data-here': '' },
      fill(search.text.remove, { facet: search.facets[name], label })))
  }))
}

function facets(search, state, found) {
  const names = [...new Set([...FACETS, ...Object.keys(state.facets)])]
  return names.map(name => {
    const details = element('details', {}, element('summary', {}, search.facets[name]), element('ul'))
    const list = details.lastChild
    details.addEventListener('toggle', async () => {
      if (details.isConnected) shown[details.open ? 'add' : 'delete'](name)
      if (!details.open || list.children.length) return
      try {
        list.replaceChildren(...values(state, name, await search.facet(name, found.all, state.facets, found.version), search))
      } catch (error) {
        if (error.message === RENEWED) show(true)
        else list.replaceChildren(element('li', {}, page.dataset.failed))
      }
    })
    details.open = shown.has(name) || name in state.facets
    return details
  })
}

function values(state, name, found, { text }) {
  const rows = [...found].sort(name === 'recognition_year' ? (a, b) => b[0].localeCompare(a[0]) : (a, b) => b[2] - a[2])
  const made = rows.map(([id, label, count]) => {
    const now = state.facets[name] === id
    const next = { ...state.facets, [name]: now ? '' : id }
    return element('li', {}, element('a', { href: address_of(state, { facets: next }), 'data-here': '', ...now ? { 'aria-current': 'true' } : {} },
      `${label} `, element('span', {}, number(count))))
  })
  if (made.length <= VALUES) return made
  const rest = made.splice(VALUES)
  const more = element('button', { type: 'button' }, fill(text.more, { count: number(rest.length) }))
  const last = element('li', {}, more)
  more.addEventListener('click', () => {
    last.replaceWith(...rest)
    rest[0].firstChild.focus()
  })
  return [...made, last]
}

/** Read the stories that are shown, and quote what answers; return those in which a quoted phrase,
    of which only the running text was to hold the words, does not stand. */
async function excerpts(search, found, stories, current) {
  const words = found.words.length ? found : { words: [], phrases: [] }, unsure = new Set(found.unsure), gone = new Set()
  await Promise.all([...part('results').children].map(async (row, at) => {
    const place = row.querySelector('.search-excerpt')
    if (!place) return
    try {
      const answer = await fetch(row.querySelector('a').href)
      if (!answer.ok) return
      const story = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('.story')
      const texts = ['.story-summary', '.story-body', '.figures'].map(one => story.querySelector(one)?.textContent ?? '')
      if (!current()) return
      if (unsure.has(stories[at]) && !texts.some(text => search.excerpt(text, found).whole)) {
        gone.add(stories[at])
        row.remove()
      } else place.replaceChildren(...highlighted(search.excerpt(texts.slice(0, 2).join(' '), words).parts))
    } catch { /* the result stands without a quotation */ }
  }))
  return gone
}

let typing
input.addEventListener('input', () => {
  clearTimeout(typing)
  typing = setTimeout(() => go(address_of(asked(), { q: input.value.trim() }), true), PAUSE)
})
input.addEventListener('keydown', event => {
  if (event.key === 'Escape' && input.value) {
    event.preventDefault()
    input.value = ''
    go(address_of(asked(), { q: '' }), true)
  }
})
input.form.addEventListener('submit', event => {
  event.preventDefault()
  clearTimeout(typing)
  go(address_of(asked(), { q: input.value.trim() }))
})
page.addEventListener('click', event => {
  const link = event.target.closest('a[data-here]')
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return
  event.preventDefault()
  go(link.href).then(() => { if ('top' in link.dataset) page.scrollIntoView() })
})
addEventListener('popstate', () => {
  input.value = asked().q
  show()
})
show()
