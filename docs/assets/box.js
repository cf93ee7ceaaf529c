/* The search box in the header: suggestions while typing, as the combobox pattern of the ARIA
   practices has it. Without this script the box is a form that leads to the search page. */

const form = document.querySelector('.search-box')
const input = form.elements.q
const WAYS = 3, STORIES = 6
/** What an engine says when the index was published anew between two questions. */
export const RENEWED = 'renewed'

/** The search page, below which the index lies. */
export const base = new URL(form.action).href
let connecting

/** The engine, read when it is first asked for; a failure is forgotten. */
export function engine() {
  connecting ??= import('./search.js').then(async search => {
    const engine = search.connect(base)
    const { text, facets, short } = await engine.open()
    const excerpt = (words, found, size) => search.excerpt(words, found, size, short)
    return { ...engine, text, facets, excerpt, limit: search.LETTERS_READ }
  }).catch(error => { connecting = null; throw error })
  return connecting
}

/** A text of the table of words, filled. */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name])

/** A number as Vietnamese writes it. */
export const number = value => value.toLocaleString('vi')

/** An element with attributes and children; text is never read as HTML. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) if (value !== false) made.setAttribute(key, value)
  made.append(...children)
  return made
}

/** Text with the found words marked. */
export const highlighted = parts => parts.map(([text, marked]) => marked ? element('mark', {}, text) : text)

/** Where a card leads, from any page. */
export const address = href => new URL(href, new URL('..', base)).href

const list = element('ul', { id: 'search-options', role: 'listbox', 'aria-label': input.getAttribute('aria-label'), hidden: '' })
const status = element('p', { role: 'status', class: 'visually-hidden' })
let turn = 0, active = -1

function close() {
  turn++
  active = -1
  status.textContent = ''
  status.classList.add('visually-hidden')
  list.hidden = true
  input.setAttribute('aria-expanded', 'false')
  input.removeAttribute('aria-activedescendant')
}

function select(at) {
  const options = [...list.children]
  active = (at + options.length + 1) % (options.length + 1)
  options.forEach((option, number) => option.setAttribute('aria-selected', String(number === active)))
  if (active === options.length) {
    active = -1
    input.removeAttribute('aria-activedescendant')
  } else {
    input.setAttribute('aria-activedescendant', options[active].id)
    options[active].scrollIntoView({ block: 'nearest' })
  }
}

function show(rows, said, failed = false) {
  list.replaceChildren(...rows.map(({ href, parts }, at) =>
    element('li', { id: `search-option-${at}`, role: 'option', 'aria-selected': 'false', 'data-href': href }, ...parts)))
  active = -1
  input.removeAttribute('aria-activedescendant')
  list.hidden = !rows.length
  input.setAttribute('aria-expanded', String(rows.length > 0))
  status.textContent = said
  status.classList.toggle('visually-hidden', !failed)
}

async function suggest(again = false) {
  const mine = ++turn, query = input.value
  if (!/[\p{L}\p{N}]/u.test(query)) return close()
  try {
    const search = await engine()
    let found = await search.find(query)
    if (found.stories.length + found.ways.length === 0 && mine === turn) found = await search.find(query, { full: true })
    const ways = found.ways.slice(0, WAYS), stories = found.stories.slice(0, Math.min(STORIES, found.strong || STORIES))
    const cards = await search.cards([...ways, ...stories], found.version)
    if (mine !== turn || document.activeElement !== input) return
    const mark = text => highlighted(search.excerpt(text, found).parts)
    const link = (href, ...parts) => ({ href, parts })
    const rows = cards.map((card, at) => at < ways.length
      ? link(address(card[0]), ...mark(card[1]), element('small', {}, `${search.facets[card[3]]} · ${fill(search.text.stories, { count: number(card[2]) })}`))
      : link(address(card[0]), ...mark(card[1]), element('small', {}, [card[2], card[3]].filter(Boolean).join(' · '))))
    rows.push(link(`${base}?${new URLSearchParams({ q: query })}`, fill(search.text.all, { query: query.length > 60 ? `${query.slice(0, 60)}…` : query })))
    show(rows, cards.length ? fill(search.text.suggestions, { count: cards.length }) : search.text.nothing)
  } catch (error) {
    if (mine !== turn) return
    if (error.message === RENEWED && !again) return suggest(true)
    show([], form.dataset.failed, true)
  }
}

function press(event) {
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault()
    if (list.hidden) suggest()
    else select(event.key === 'ArrowDown' ? active + 1 : active < 0 ? list.children.length - 1 : active - 1)
  } else if (event.key === 'Enter' && active >= 0) {
    event.preventDefault()
    location.href = list.children[active].dataset.href
  } else if (event.key === 'Escape') {
    event.preventDefault()
    if (list.hidden) input.value = ''
    close()
  }
}

document.addEventListener('keydown', event => {
  const busy = event.target.closest?.('input, textarea, select, [contenteditable]')
  if (event.key !== '/' || busy || event.ctrlKey || event.metaKey || event.altKey) return
  event.preventDefault()
  input.focus()
  input.select()
})

input.addEventListener('focus', () => engine().catch(() => {}), { once: true })

// The search page shows results as they are typed; there the box needs no suggestions.
if (!document.querySelector('.search-results')) {
  for (const [name, value] of Object.entries({ role: 'combobox', 'aria-expanded': 'false', 'aria-controls': list.id, 'aria-autocomplete': 'list' })) {
    input.setAttribute(name, value)
  }
  form.append(list, status)
  input.addEventListener('input', () => suggest())
  input.addEventListener('keydown', press)
  input.addEventListener('focus', () => { if (input.value) suggest() })
  form.addEventListener('focusout', event => { if (!form.contains(event.relatedTarget)) close() })
  list.addEventListener('mousedown', event => event.preventDefault())
  list.addEventListener('click', event => {
    const { href } = event.target.closest('li')?.dataset ?? {}
    if (href) location.href = href
  })
}
