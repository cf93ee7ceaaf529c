/* Search that understands Vietnamese, however it is typed: the engine, which touches no DOM, so that
   it runs in a worker or without; box.js and results.js show what it finds.
   The form of the index is told in hooks/exemplars/terms.py and postings.py. */

// Text: the same as hooks/exemplars/syllables.py, held together by tests/folding.json.

const IGNORED = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/gu
const NUMBER = /[0-9][0-9.]*[0-9]/g
const GROUPED = /^[0-9]{1,3}(?:\.[0-9]{3})+$/
const WORD = /[\p{L}\p{N}]+/gu
const FINAL_Y = /^(?:[bcdghklmnprstvx]|[cgknpt]h|ng|ngh|qu|tr)?y$/
const TONES = { '\u0300': 1, '\u0301': 2, '\u0303': 3, '\u0309': 4, '\u0323': 5 }
const QUALITIES = '\u0302\u0306\u031b'
const utf8 = new TextEncoder()

export function digest(text) {
  let value = 0x811c9dc5
  for (const byte of utf8.encode(text)) value = Math.imul(value ^ byte, 0x01000193)
  return value >>> 0
}

/** A word as it is searched: folded form, mark (0–255), and whether it was typed with marks. */
function fold(word) {
  let folded = '', spelled = '', tone = ''
  for (const char of word.normalize('NFD')) {
    const crossed = 'đðɖ'.includes(char)
    if (TONES[char]) tone = TONES[char]
    else if (QUALITIES.includes(char)) spelled += char
    else if (!/\p{M}/u.test(char)) {
      folded += crossed ? 'd' : char
      spelled += crossed ? 'đ' : char
    }
  }
  const marked = tone !== '' || spelled !== folded
  folded = [...folded].slice(0, 32).join('')
  if (FINAL_Y.test(folded)) folded = folded.slice(0, -1) + 'i'
  return { folded, mark: digest(spelled + tone) & 255, marked }
}

/** The syllables and numbers of a text, in their order. */
export function syllables(text) {
  const plain = text.normalize('NFKC').toLowerCase().replace(IGNORED, '')
    .replace(NUMBER, found => GROUPED.test(found) ? found.replaceAll('.', '') : found)
  return (plain.match(WORD) ?? []).map(word => ({ raw: word, ...fold(word) }))
}

const VOWELS = 'aeiouy'
const [HAT, BREVE, HORN] = QUALITIES
const TELEX = { s: '\u0301', f: '\u0300', r: '\u0309', x: '\u0303', j: '\u0323', z: '' }
const VNI = { 1: '\u0301', 2: '\u0300', 3: '\u0309', 4: '\u0303', 5: '\u0323', 0: '' }

/** What keystrokes of Telex or VNI mean, wherever the mark keys stand; null where they are none. */
export function typed(word) {
  if (!/^[a-z][a-z0-9]*$/.test(word)) return null
  const vni = /[0-9]/.test(word), letters = [], marks = []
  let tone = '', keys = 0
  const last = wanted => letters.findLastIndex((letter, at) => wanted.includes(letter) && !marks[at])
  const hook = () => {
    const at = letters.findIndex((letter, i) => letter === 'u' && 'oau'.includes(letters[i + 1] ?? '-') && letters[i - 1] !== 'q' && !marks[i])
    if (at >= 0) {
      marks[at] = HORN
      if (letters[at + 1] === 'o') marks[at + 1] = HORN
    } else if (last('aou') < 0) return false
    else marks[last('aou')] = letters[last('aou')] === 'a' ? BREVE : HORN
    return true
  }
  const put = (mark, wanted, passing) => {
    const at = last(wanted)
    if (at < 0 || letters.slice(at + 1).some(letter => passing.includes(letter))) return false
    marks[at] = mark
    return true
  }
  const stroke = () => letters[0] === 'd' && (letters[0] = 'đ')
  for (const key of word) {
    const vowel = letters.some(letter => VOWELS.includes(letter))
    let meant = false
    if (vni) {
      if (key in VNI && vowel) { tone = VNI[key]; meant = true }
      else if (key === '6') meant = put(HAT, 'aeo', '')
      else if (key === '7') meant = hook()
      else if (key === '8') meant = put(BREVE, 'a', '')
      else if (key === '9') meant = stroke()
    } else if (key in TELEX && vowel) { tone = TELEX[key]; meant = true }
    else if (key === 'd') meant = stroke()
    else if (key === 'w') {
      meant = hook() || (letters.push('u'), marks[letters.length - 1] = HORN)
    } else if ('aeo'.includes(key)) meant = put(HAT, key, 'aeo')
    if (meant) keys++
    else letters.push(key)
  }
  if (!keys || letters.some(letter => /[0-9]/.test(letter))) return null
  return letters.map((letter, at) => letter + (marks[at] ?? '')).join('') + tone
}

const KEYS = Object.fromEntries(['qwertyuiop', 'asdfghjkl', 'zxcvbnm'].flatMap((row, y) =>
  [...row].map((key, x) => [key, [x + [0, .25, .75][y], y]])))
const neighbours = (a, b) => KEYS[a] && KEYS[b] && Math.abs(KEYS[a][0] - KEYS[b][0]) <= 1 && Math.abs(KEYS[a][1] - KEYS[b][1]) <= 1

/** Whether one slip makes `wrong` of `right`: a letter missing, extra, swapped, or the next key. */
export function slipped(right, wrong) {
  const [long, short] = right.length >= wrong.length ? [right, wrong] : [wrong, right]
  if (long.length - short.length > 1 || long === short) return false
  let at = 0
  while (at < short.length && long[at] === short[at]) at++
  if (long.length > short.length) return long.slice(at + 1) === short.slice(at)
  if (long.slice(at + 1) === short.slice(at + 1)) return neighbours(long[at], short[at]) === true
  return long[at] === short[at + 1] && long[at + 1] === short[at] && long.slice(at + 2) === short.slice(at + 2)
}

function distance(a, b, limit) {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] !== b[j - 1]))
    if (Math.min(...next) > limit) return limit + 1
    row = next
  }
  return row[b.length]
}

// The query.

export const LETTERS_READ = 200
const WORDS_READ = 16

/** The words of a query, and which runs of them stand in quotes: [from, to). */
export function parse(query) {
  const words = [], phrases = []
  const read = query.slice(0, LETTERS_READ)
  read.split(/["“”«»]/).forEach((part, at) => {
    const from = words.length
    words.push(...syllables(part))
    if (at % 2 && words.length > from) phrases.push([from, Math.min(words.length, WORDS_READ)])
  })
  return {
    words: words.slice(0, WORDS_READ),
    phrases: phrases.filter(([from, to]) => from < to),
    cut: query.length > LETTERS_READ || words.length > WORDS_READ,
    open: /[\p{L}\p{N}]$/u.test(read), // the last word may be half typed
  }
}

// The index: zones and numbers as in hooks/exemplars/terms.py.

const NAME = 0, HEAD = 1, TEXT = 2
const BASE = 65536, BOUNDARY = 1, FIRST_WORD = 2, FIRST_RARE = 8192
const FORMAT = 1
export const RENEWED = 'renewed'
const SLIPS = 8, RANGE = 4

function varint(bytes, at) {
  let value = 0, unit = 1
  while (bytes[at.now] > 127) { value += (bytes[at.now++] & 127) * unit; unit *= 128 }
  return value + bytes[at.now++] * unit
}

/** The checksum of zlib's adler32. */
function adler(bytes) {
  let low = 1, high = 0
  for (const byte of bytes) high = (high + (low = (low + byte) % 65521)) % 65521
  return high * 65536 + low
}

/** One file of terms: keys in order, and where the documents of each stand; its checksum ends it. */
class Shard {
  constructor(file) {
    const bytes = this.bytes = file.subarray(0, -4)
    if (file.length < 5 || file.slice(-4).reduce((sum, byte) => sum * 256 + byte, 0) !== adler(bytes)) throw new Error('damaged')
    this.keys = []
    this.places = []
    const at = { now: 0 }
    for (let key = 0; at.now < bytes.length;) {
      this.keys.push(key += varint(bytes, at))
      this.places.push(at.now)
      const head = varint(bytes, at), size = head % 2 ? varint(bytes, at) : 0
      if (size) at.now += size
      else for (let left = head / 2; left; at.now++) if (bytes[at.now] < 128) left--
    }
  }

  each(from, to, visit) {
    for (let i = lowest(this.keys, from); i < this.keys.length && this.keys[i] < to; i++) {
      const at = { now: this.places[i] }, head = varint(this.bytes, at)
      if (head % 2) {
        const size = varint(this.bytes, at)
        for (let j = 0; j < size; j++) {
          for (let byte = this.bytes[at.now + j], bit = 0; byte; byte >>= 1, bit++) if (byte & 1) visit(j * 8 + bit, this.keys[i])
        }
      } else for (let left = head / 2, document = -1; left; left--) visit(document += varint(this.bytes, at) + 1, this.keys[i])
    }
  }
}

/** Position of the first element that is not below `value`. */
function lowest(sorted, value) {
  let from = 0, to = sorted.length
  while (from < to) {
    const middle = (from + to) >> 1
    if (sorted[middle] < value) from = middle + 1
    else to = middle
  }
  return from
}

const ones = bits => { let count = 0; for (; bits; bits &= bits - 1) count++; return count }

/** A search over the index below `base`, an absolute address ending in a slash. */
export class Engine {
  constructor(base) {
    this.base = base
    this.files = new Map()
  }

  /** Read index.json, once; a failure is forgotten, so that the next try may succeed. */
  open() {
    this.opening ??= this.read().catch(error => { this.opening = null; throw error })
    return this.opening
  }

  async read(cache = 'default') {
    const index = await this.load('index.json', 'json', cache)
    if (index.format !== FORMAT) throw new Error('format')
    let start = 0
    this.starts = index.starts.map(step => start += step)
    this.words = index.words ? index.words.split(' ') : []
    this.index = index
    this.marks = ['strict', 'loose', 'pairs', 'exact'].map(() =>
      [NAME, HEAD, TEXT].map(() => new Uint16Array(index.documents)))
    this.framed = new Uint8Array(index.documents)
    return { stories: index.stories, facets: index.facets, text: index.text, short: index.short }
  }

  async load(path, type, cache = 'default') {
    const answer = await fetch(this.base + path, { cache })
    if (!answer.ok) throw new Error(`${answer.status} ${path}`)
    return type === 'json' ? answer.json() : new Uint8Array(await answer.arrayBuffer())
  }

  /** A file of this version, kept once read. After a new publication the old files are gone: read the index again. */
  file(name, make) {
    if (!this.files.has(name)) {
      const reading = this.load(`${this.index.version}/${name}`, name.endsWith('.json') ? 'json' : 'bytes').then(make)
      this.files.set(name, reading)
      reading.catch(() => this.files.delete(name))
    }
    return this.files.get(name)
  }

  /** Do what needs files of one version. Where a new one took its place, a search is done again;
      what rests on the numbers of an earlier search fails as RENEWED. */
  async renewed(work, version) {
    await this.open()
    const before = this.index.version
    try {
      if (version && version !== before) throw new Error(RENEWED)
      return await work()
    } catch (error) {
      if (error.message === RENEWED) throw error
      await this.read('reload')
      if (this.index.version === before) throw error
      this.files.clear()
      if (version) throw new Error(RENEWED)
      return work()
    }
  }

  /** Visit all documents of the terms with keys in [from, to), from at most RANGE files. */
  async visit(from, to, visit) {
    const first = Math.max(0, lowest(this.starts, from + 1) - 1), waiting = []
    for (let i = first; i < this.starts.length && this.starts[i] < to && waiting.length < RANGE; i++) {
      waiting.push(this.file(`s${i}.bin`, bytes => new Shard(bytes)))
    }
    for (const shard of await Promise.all(waiting)) shard.each(from, to, visit)
  }

  number(folded) {
    const at = lowest(this.words, folded)
    if (this.words[at] === folded) return FIRST_WORD + at
    return this.index.rare ? FIRST_RARE + digest(folded) % (BASE - FIRST_RARE) : 0
  }

  weight(number) {
    return number < FIRST_RARE ? parseInt(this.index.weights[number - FIRST_WORD], 32) : 1
  }

  /** What a word may stand for: ranges of numbers, as typed and more loosely. */
  readings(word, open) {
    const strict = [], loose = []
    const one = (list, { folded, mark, marked }) => {
      const number = this.number(folded)
      if (number) list.push({ from: number, to: number + 1, mark: marked ? mark : -1 })
    }
    one(strict, word)
    const known = this.words[lowest(this.words, word.folded)] === word.folded
    const meant = word.marked ? null : typed(word.raw)
    if (meant) one(known ? loose : strict, { ...fold(meant), marked: true })
    if (open) {
      const from = lowest(this.words, word.folded) + known, to = lowest(this.words, word.folded + '\uffff')
      if (to > from) loose.push({ from: FIRST_WORD + from, to: FIRST_WORD + to, mark: -1 })
    }
    return { strict, loose, known: known || strict.length > 0 && !this.index.rare || loose.length > 0 }
  }

  /** The known words that a slip of the fingers may have spoiled, frequent ones first. */
  slips(word) {
    const found = []
    this.words.forEach((right, at) => { if (slipped(right, word.folded)) found.push(FIRST_WORD + at) })
    return found.sort((a, b) => this.weight(b) - this.weight(a) || a - b).slice(0, SLIPS)
      .map(number => ({ from: number, to: number + 1, mark: -1 }))
  }

  /** Mark the documents that hold word `at` in a zone. */
  single(zone, at, readings, kind) {
    const [strict, loose, , exact] = this.marks, into = (kind ? loose : strict)[zone], bit = 1 << at
    return Promise.all(readings.map(({ from, to, mark }) =>
      this.visit((zone * 2 * BASE + from) * BASE, (zone * 2 * BASE + to) * BASE, (document, key) => {
        into[document] |= bit
        if (key % BASE === mark) exact[zone][document] |= bit
      })))
  }

  /** Mark the documents in which `first` is followed by `second`. */
  pair(zone, first, second, mark) {
    const start = ((zone * 2 + 1) * BASE + first.from) * BASE
    if (first.to > first.from + 1) return null
    return this.visit(start + second.from, start + second.to, mark)
  }

  /** Mark the documents in which neighbouring words of the query are neighbours, and so hold both. */
  pairs(zone, readings) {
    const [strict, loose, pairs] = this.marks, waiting = [], edge = { from: BOUNDARY, to: BOUNDARY + 1 }
    const both = ({ strict: right, loose: near }) => [...right.map(one => [one, strict]), ...near.map(one => [one, loose])]
    for (let i = 0; i + 1 < readings.length; i++) {
      for (const [first, before] of both(readings[i])) for (const [second, after] of both(readings[i + 1])) {
        waiting.push(this.pair(zone, first, second, document => {
          pairs[zone][document] |= 1 << i
          before[zone][document] |= 1 << i
          after[zone][document] |= 2 << i
        }))
      }
    }
    if (zone === NAME) {
      for (const [second] of both(readings[0])) waiting.push(this.pair(zone, edge, second, document => { this.framed[document] |= 1 }))
      for (const first of readings.at(-1).strict) waiting.push(this.pair(zone, first, edge, document => { this.framed[document] |= 2 }))
    }
    return Promise.all(waiting)
  }

  singles(zone, readings) {
    return Promise.all(readings.flatMap(({ strict, loose }, at) =>
      [this.single(zone, at, strict, 0), this.single(zone, at, loose, 1)]))
  }

  /** Read a zone: pairs first, and single words unless a whole phrase of unmarked words was found. */
  async zone(zone, readings, marked, full) {
    const chain = (1 << readings.length) - 1 >> 1, pairs = this.marks[2][zone]
    if (chain || zone === NAME) await this.pairs(zone, readings)
    if (full || marked || !chain || !pairs.some(bits => (bits & chain) === chain)) await this.singles(zone, readings)
  }

  /** Documents that answer a query, best first; `full` also reads the running text.
      Facets are {dimension: id}; without words all stories that fit them are found. */
  find(query, { facets = {}, sort = '', full = false } = {}) {
    return this.turn = (this.turn ?? Promise.resolve()).catch(() => {})
      .then(() => this.renewed(() => this.findNow(query, facets, sort, full)))
  }

  async findNow(query, facets, sort, full) {
    const parsed = parse(query), { words, phrases } = parsed
    const allowed = await this.allowed(facets)
    let found = words.length ? await this.match(parsed, full) : this.everything(facets)
    const all = found.stories
    found.stories = allowed ? all.filter(story => allowed[story]) : all
    if (sort === 'name') found.stories.sort((a, b) => a - b)
    if (sort === 'newest') {
      const days = await this.file('days.bin', bytes => bytes)
      const day = story => days[story * 2] + days[story * 2 + 1] * 256
      found.stories.sort((a, b) => day(b) - day(a) || a - b)
    }
    return { ...found, all, words, phrases, open: parsed.open, cut: parsed.cut, version: this.index.version }
  }

  everything(facets) {
    const stories = Object.keys(facets).length ? Array.from({ length: this.index.stories }, (_, at) => at) : []
    return { stories, ways: [], strong: 0, partial: false, unsure: [] }
  }

  /** Which stories all facets allow; null where there are none. */
  async allowed(facets) {
    let allowed = null
    for (const [name, id] of Object.entries(facets)) {
      if (!Object.hasOwn(this.index.facets, name)) continue
      const values = await this.file(`${name}.json`, values => values), these = new Uint8Array(this.index.stories)
      let story = 0
      for (const step of values.find(([value]) => value === id)?.[2] ?? []) these[story += step] = 1
      allowed = allowed ? allowed.map((yes, at) => yes & these[at]) : these
    }
    return allowed
  }

  async match({ words, phrases, open }, full) {
    for (const kind of this.marks) for (const zone of kind) zone.fill(0)
    this.framed.fill(0)
    const readings = words.map((word, at) => this.readings(word, open && at === words.length - 1))
    const marked = words.some(word => word.marked), unknown = readings.some(({ known }) => !known)
    let ranked
    const rank = () => { ranked = this.rank(words, readings, phrases) }
    const forgive = async enough => {
      for (const zone of [NAME, HEAD]) {
        if (ranked.best >= enough || phrases.length || zone === HEAD && !full && !unknown) break
        await this.forgive(zone, words, readings)
        rank()
      }
    }
    await this.zone(NAME, readings, marked, full)
    rank()
    if (full || ranked.best < (marked ? 10 : 7)) {
      await this.zone(HEAD, readings, marked, full)
      rank()
    }
    if (unknown || !full) await forgive(2)
    if (!full) return ranked
    await this.pairs(TEXT, readings)
    rank()
    if (ranked.best < 3 || ranked.stories.length < 10) {
      await Promise.all(readings.map(({ strict, loose }, at) =>
        Promise.all([this.single(TEXT, at, strict, 0), words[at].folded.length > 2 && this.single(TEXT, at, loose, 1)])))
      rank()
    }
    await forgive(3)
    return ranked
  }

  /** Read words as if each had been typed with one slip. */
  async forgive(zone, words, readings) {
    await Promise.all(words.flatMap((word, at) => {
      if (/[0-9]/.test(word.folded) || word.folded.length < 2) return []
      const slips = this.slips(word), bit = 1 << at - 1
      const before = at ? readings[at - 1].strict : []
      return [
        this.single(zone, at, slips, 1),
        ...before.flatMap(first => slips.map(second =>
          this.pair(zone, first, second, document => { this.marks[2][zone][document] |= bit }))),
      ]
    }))
  }

  /** Order the documents by how they answer; see `tier` for what comes first. */
  rank(words, readings, phrases) {
    const rare = readings.map(({ strict, loose }) => 16 - Math.min(15, ...[...strict, ...loose].map(({ from }) => this.weight(from))))
    const marked = words.reduce((bits, word, at) => bits | (word.marked ? 1 << at : 0), 0)
    const scores = new Map()
    let best = 0
    for (let document = 0; document < this.index.documents; document++) {
      const tier = this.tier(document, words.length, phrases, marked)
      if (!tier) continue
      if (document < this.index.stories) best = Math.max(best, tier)
      scores.set(document, tier * 1000 + Math.min(999, this.fine(document, rare)))
    }
    const unsure = new Set(phrases.length ? [...scores.keys()].filter(document => !this.quoted(document, phrases, [NAME, HEAD])) : [])
    const order = [...scores.keys()].sort((a, b) => scores.get(b) - scores.get(a) || a - b)
    const partial = best < 1
    return {
      stories: order.filter(document => document < this.index.stories && (partial || scores.get(document) >= 1000)),
      ways: order.filter(document => document >= this.index.stories && scores.get(document) >= (marked ? 8000 : 4000) &&
        (words.length > 1 || this.framed[document] & 1)),
      strong: order.filter(document => document < this.index.stories && scores.get(document) >= 3000).length,
      partial: partial && best > 0,
      best,
      unsure: [...unsure],
    }
  }

  /** Whether the pairs of each quoted phrase stand together in one of the zones. */
  quoted(document, phrases, zones) {
    const [strict, loose, pairs] = this.marks
    return phrases.every(([from, to]) => {
      const inside = (1 << to - 1) - (1 << from)
      return zones.some(zone => (pairs[zone][document] & inside) === inside &&
        (inside || (strict[zone][document] | loose[zone][document]) >> from & 1))
    })
  }

  /** How well a document answers: names before heads before text, a phrase before scattered words,
      the marks that were typed before others. Below 1 words are missing; 0 is no answer. */
  tier(document, count, phrases, marked) {
    const [strict, loose, pairs, exact] = this.marks, whole = (1 << count) - 1, chain = whole >> 1
    const hits = zone => strict[zone][document] | loose[zone][document]
    const name = hits(NAME), head = hits(HEAD), text = hits(TEXT) | (count > 1 && pairs[TEXT][document])
    if (!(name | head | text | pairs[TEXT][document])) return 0
    const spelled = zone => marked && (exact[zone][document] & marked) === marked
    const joined = zone => (pairs[zone][document] & chain) === chain
    if (phrases.length && !this.quoted(document, phrases, [NAME, HEAD, TEXT])) return 0
    if (name === whole) {
      const right = spelled(NAME) ? 4 : 0
      if (strict[NAME][document] !== whole) return (joined(NAME) ? 4.8 : 4.2) + (right && .1)
      return (joined(NAME) ? this.framed[document] === 3 ? 9 : this.framed[document] & 2 ? 8 : 7 : 4.6) + right
    }
    if (head === whole && joined(HEAD)) return strict[HEAD][document] === whole ? spelled(HEAD) ? 9.2 : 5 : 3.8
    if (count > 1 && joined(TEXT)) return 3
    if ((name | head) === whole) return 2
    const have = name | head | text | pairs[TEXT][document] | pairs[TEXT][document] << 1 & whole
    if (have === whole) return spelled(TEXT) ? 1.5 : 1
    return count > 1 && ones(have) * 2 >= count ? ones(have) / count * .9 : 0
  }

  fine(document, rare) {
    const [strict, loose, pairs, exact] = this.marks
    let sum = 0
    for (const zone of [NAME, HEAD, TEXT]) {
      const value = [5, 3, 1][zone]
      for (let at = 0; at < rare.length; at++) {
        if (strict[zone][document] >> at & 1) sum += rare[at] * value
        else if (loose[zone][document] >> at & 1) sum += rare[at] * value / 2
      }
      sum += (ones(pairs[zone][document]) * 12 + ones(exact[zone][document]) * 4) * value
    }
    return sum + ones(this.framed[document]) * 8
  }

  /** The cards of documents that a search of this version found, in the order asked for. */
  cards(documents, version) {
    return this.renewed(() => Promise.all(documents.map(async document => {
      const cards = await this.file(`c${Math.floor(document / this.index.cards)}.json`, cards => cards)
      const card = cards[document % this.index.cards]
      if (!card) throw new Error('damaged')
      return card
    })), version)
  }

  /** Values of a dimension with the number of `stories` in each that the other facets allow:
      [[id, label, count], …]. */
  facet(name, stories, { [name]: own, ...others } = {}, version = '') {
    return this.renewed(async () => {
      const values = await this.file(`${name}.json`, values => values), allowed = await this.allowed(others)
      const wanted = new Set(allowed ? stories.filter(story => allowed[story]) : stories)
      return values.map(([id, label, steps]) => {
        let story = 0, count = 0
        for (const step of steps) if (wanted.has(story += step)) count++
        return [id, label, count]
      }).filter(([id, , count]) => count || id === own)
    }, version)
  }

  /** A query of known words near one that found nothing; '' where there is none. */
  near(query) {
    return this.renewed(async () => {
      const words = parse(query).words
      const right = words.map(({ folded }) => {
        if (this.words[lowest(this.words, folded)] === folded || folded.length < 3) return folded
        let best = '', least = 3
        this.words.forEach((word, at) => {
          const far = distance(folded, word, 2) - this.weight(FIRST_WORD + at) / 40
          if (far < least && Math.abs(word.length - folded.length) < 3) { best = word; least = far }
        })
        return least <= 2 ? best : folded
      })
      return right.some((word, at) => word !== words[at].folded) ? right.join(' ') : ''
    })
  }
}

// Excerpts, in the spelling of the story.

const TOKEN = /[0-9][0-9.]*[0-9]|[\p{L}\p{N}\p{M}]+/gu
const WINDOW = 32

/** The part of a text that answers a query best: [[text, marked], …]; `size` is in syllables.
    `whole` tells whether every quoted phrase stands in the text; `short` is the table of abbreviations. */
export function excerpt(text, { words, open, phrases = [] }, size = WINDOW, short = {}) {
  text = text.normalize('NFC').replace(/\s+/gu, ' ').trim()
  const wanted = words.map(word => {
    const meant = word.marked ? null : typed(word.raw)
    return [word.folded, ...meant ? [fold(meant).folded] : []]
  })
  const tokens = [...text.matchAll(TOKEN)].flatMap(({ 0: found, index }) =>
    syllables(found).map(syllable => ({ ...syllable, found, from: index, to: index + found.length })))
  const same = (token, word) => token.folded === word.folded && (!word.marked || token.mark === word.mark)
  const spelled = words.map(word => word.marked && tokens.some(token => same(token, word)))
  const hits = tokens.map(token => {
    const at = wanted.findIndex((forms, at) => forms.includes(token.folded) && (!spelled[at] || same(token, words[at])))
    const begun = open && at < 0 && wanted.at(-1)?.some(form => form.length > 1 && token.folded.startsWith(form))
    return begun ? wanted.length - 1 : at
  })
  const known = new Map(Object.entries(short).map(([key, full]) => [key.toLowerCase(), syllables(full)]))
  const inFull = list => list.flatMap(one => (one.found ?? one.raw.toUpperCase()) === one.raw.toUpperCase() && known.get(one.raw) || [one])
  const told = phrases.length ? inFull(tokens) : []
  const whole = phrases.every(([from, to]) => {
    const phrase = inFull(words.slice(from, to))
    return told.some((_, at) => phrase.every((word, next) => told[at + next] && same(told[at + next], word)))
  })
  let best = 0, most = -1
  for (let from = 0; from < tokens.length; from++) {
    if (hits[from] < 0 && from) continue
    const here = hits.slice(from, from + size), seen = new Set(here.filter(hit => hit >= 0))
    const value = seen.size * 4 + here.filter((hit, at) => at && hit > 0 && here[at - 1] === hit - 1).length * 3 - from / tokens.length
    if (value > most) { most = value; best = from }
  }
  // Begin with the sentence where it is near, else a few syllables before.
  let first = Math.max(0, best - 6)
  for (let at = best; at > Math.max(0, best - 14); at--) {
    if (/[.!?…]\s/u.test(text.slice(tokens[at - 1].to, tokens[at].from))) { first = at; break }
  }
  const last = Math.min(tokens.length, first + size), parts = []
  const start = tokens[first]?.from ?? 0, end = last < tokens.length ? tokens[last - 1].to : text.length
  const add = (piece, marked) => {
    if (piece && parts.at(-1)?.[1] === marked) parts.at(-1)[0] += piece
    else if (piece) parts.push([piece, marked])
  }
  if (first > 0) add('… ', false)
  let at = first ? start : 0
  for (let i = first; i < last; i++) {
    if (hits[i] < 0 || tokens[i].from < at) continue
    const between = text.slice(at, tokens[i].from)
    add(between, hits[i - 1] >= 0 && i > first && between === ' ')
    add(text.slice(tokens[i].from, tokens[i].to), true)
    at = tokens[i].to
  }
  add(text.slice(at, end), false)
  if (end < text.length) add(' …', false)
  return { parts, whole }
}

// In a worker or without.

const METHODS = ['open', 'find', 'cards', 'facet', 'near']

/** An engine in a worker; where there is none, or it fails, in this thread. */
export function connect(base) {
  const here = new Engine(base), waiting = new Map()
  let worker = null, turn = 0
  try { worker = new Worker(import.meta.url, { type: 'module', name: base }) } catch { worker = null }
  const answer = ({ method, given, done, failed }) => here[method](...given).then(done, failed)
  if (worker) worker.onmessage = ({ data: { id, value, error } }) => {
    const { done, failed } = waiting.get(id)
    waiting.delete(id)
    if (error) failed(new Error(error))
    else done(value)
  }
  if (worker) worker.onerror = event => {
    event.preventDefault()
    worker = null
    waiting.forEach(answer)
    waiting.clear()
  }
  return Object.fromEntries(METHODS.map(method => [method, (...given) => new Promise((done, failed) => {
    const call = { method, given, done, failed }
    if (!worker) return answer(call)
    waiting.set(++turn, call)
    worker.postMessage({ id: turn, method, given })
  })]))
}

if (typeof document === 'undefined' && typeof postMessage === 'function') {
  const engine = new Engine(self.name)
  onmessage = ({ data: { id, method, given } }) => engine[method](...given).then(
    value => postMessage({ id, value }), error => postMessage({ id, error: error.message || 'error' }))
}
