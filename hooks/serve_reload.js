/* Only under `make serve`: shows the next version of a page, and why there is none.

   A page in the background listens to nothing, for a browser has few connections to one server;
   coming back, it hears at once what it has missed. */

const shown = new URL(import.meta.url).searchParams.get('v')
let events, panel

// What a published site keeps would stand in the way of what is new.
const workers = navigator.serviceWorker
if (workers) {
  workers.register = async () => {}
  workers.getRegistrations().then(all => all.forEach(one => one.unregister())).catch(() => {})
  caches.keys().then(all => all.forEach(name => name.startsWith('kept-') && caches.delete(name))).catch(() => {})
}

const look = new CSSStyleSheet()
look.replaceSync(`
  :host { all: initial; position: fixed; inset: auto 0 0; z-index: 2147483647; display: block; }
  section { box-sizing: border-box; max-height: 60vh; overflow: auto; padding: 1rem 1.25rem;
    background: #7a0c0c; color: #fff; font: 1rem/1.5 system-ui, sans-serif; border-top: 3px solid #fff; }
  h2 { margin: 0 6rem .5rem 0; font-size: 1.1rem; }
  ul { margin: 0; padding-left: 1.2rem; }
  li { margin: .25rem 0; font-family: ui-monospace, monospace; font-size: .9rem; overflow-wrap: anywhere; white-space: pre-wrap; }
  p { margin: .5rem 0 0; }
  button { position: absolute; top: 1rem; right: 1.25rem; font: inherit; padding: .1rem .75rem;
    color: inherit; background: transparent; border: 1px solid #fff; border-radius: .25rem; cursor: pointer; }
  button:focus-visible { outline: 3px solid #fff; outline-offset: 2px; }
  @media print { :host { display: none; } }
`)

const element = (name, text = '') => Object.assign(document.createElement(name), { textContent: text })

const show = ({ faults, title, after, hide }) => {
  panel?.remove()
  panel = undefined
  if (!faults.length) return
  const list = element('ul'), box = element('section'), button = element('button', hide)
  list.append(...faults.map(fault => element('li', fault)))
  button.type = 'button'
  button.addEventListener('click', () => panel.remove())
  box.setAttribute('role', 'alert')
  box.append(element('h2', title), list, element('p', after), button)
  panel = element('exemplars-faults')
  const root = panel.attachShadow({ mode: 'open' })
  root.adoptedStyleSheets = [look]
  root.append(box)
  document.body.append(panel)
}

const listen = () => {
  events ??= new EventSource(new URL('events', import.meta.url))
  events.onmessage = ({ data }) => {
    const news = JSON.parse(data)
    if (news.version === shown) show(news)
    else {
      rest()
      location.reload()
    }
  }
}

const rest = () => {
  events?.close()
  events = undefined
}

document.addEventListener('visibilitychange', () => document.hidden ? rest() : listen())
addEventListener('pagehide', rest)
addEventListener('pageshow', listen)
if (!document.hidden) listen()
