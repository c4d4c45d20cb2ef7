// The pages: an address and what was sent in, HTML or another address out. No clock and no document is touched here.

const GLOBALS = {
  called,
  url: addressOf,
  problems: (...forms) =>
    forms.flatMap((form) =>
      form instanceof Form
        ? [...form.errors].flatMap(([name, errors]) => errors.map((text) => ({ text, href: form[name] ? `#${form[name].auto_id}` : "#main" })))
        : [],
    ),
  namespace: (named) => ({ ...named }),
  range: (number) => [...Array(number).keys()],
};

const ADDRESSES = {
  guide: "guide", guide_people: "guide/people", guide_remove_person: "guide/people/remove", guide_question: "guide/question",
  guide_aware: "guide/aware", guide_events: "guide/since", guide_remove_event: "guide/since/remove", guide_answers: "guide/answers",
  guide_ask_again: "guide/answers/again", guide_plan: "guide/plan", guide_leave: "guide/leave", guide_start_again: "guide/start-again",
  manual: "manual", manual_contents: "manual", manual_section: "manual", manual_search: "search", manual_sources: "sources",
  directory: "directory", pocket_about: "about",
};

/** The address of a page, empty where there is none of that name here. The manual's are of the one version there is. */
function addressOf(name, ...values) {
  const path = ADDRESSES[name];
  if (!path) return "";
  const more = name.startsWith("manual") ? values.slice(2) : values;
  return `#/${[path, ...more].join("/")}`;
}

const PACK_SHOWN = { ...PACK, name: MORE.name, emergency: MORE.emergency, in_force: MORE.in_force };
const AGED = 183; // Days after which somebody is told to ask for a newer file.

/** What every page has: which text it is, and how old. */
function everyPage(now) {
  const days = dayAt(now) - dayAt(MORE.made);
  const age = days < 0 ? "" : days === 0 ? "today" : days === 1 ? "yesterday" : `${days} days ago`;
  return {
    pack: PACK_SHOWN,
    made: dayText(dayAt(MORE.made)),
    age,
    is_old: days > AGED,
    key: MORE.key,
    is_page: Boolean(MORE.worker),
    known_until: PACK.calendar.horizon,
    holds: true, // The head says what it is.
    versions: [],
    local: {},
  };
}

const unpacked = (value) => {
  if (Array.isArray(value)) return value.map(unpacked);
  if (value === null || typeof value !== "object") return value;
  if ("html" in value) return new Safe(value.html);
  if ("service" in value) return MORE.services[value.service];
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, unpacked(one)]));
};

// The directory.

const TIMES = /\b(\d{1,2})(?:[:.](\d\d))?\s*(am|pm)?\s*(?:to|until|[-–])\s*(\d{1,2})(?:[:.](\d\d))?\s*(am|pm)?\b/gi;
const ALWAYS = /^(at any time|24 hours|always|day and night|every day and night)\b/i;
const EVERY_DAY = /\b(every day|daily|seven days a week|7 days a week)\b/i;
const ON_WEEKDAYS = /\b(monday to friday|mon(day)?\s*[-–]\s*fri(day)?|weekdays|working days)\b/i;

/** Whether somebody answers at a moment, null where what the directory says of it is not understood. */
function isAnswered(hours, now) {
  if (ALWAYS.test(hours)) return true;
  const times = [...hours.matchAll(TIMES)];
  const onWeekdays = ON_WEEKDAYS.test(hours);
  if (times.length !== 1 || EVERY_DAY.test(hours) === onWeekdays) return null;
  const [, from, minute, half = "", to, minute2, half2 = ""] = times[0];
  const hour = (text, of) => (of.toLowerCase() === "pm" && text < 12 ? text + 12 : of.toLowerCase() === "am" && text === 12 ? 0 : text);
  let [begins, ends] = [hour(Number(from), half), hour(Number(to), half2)];
  if (ends <= begins && !half2 && ends <= 12) ends += 12;
  if (!(begins < ends && ends < 24)) return null;
  const [day, at] = [dayAt(now), minutesAt(now)];
  if (onWeekdays && (weekday(day) === 0 || weekday(day) === 6 || HOLIDAYS.has(day))) return false;
  return begins * 60 + Number(minute ?? 0) <= at && at < ends * 60 + Number(minute2 ?? 0);
}

function numbersOf(entry, now) {
  const open = isAnswered(entry.hours, now);
  const number = (whose, phone, when) => ({ whose, phone, when, link: telephoneLink(phone) });
  const byDay = entry.phone ? [number(entry.organisation, entry.phone, open ? "" : entry.hours)] : [];
  if (open || !entry.out_of_hours_phone) return byDay;
  const otherwise = number(`${entry.organisation}, out of hours`, entry.out_of_hours_phone, open === false ? "" : "otherwise");
  return open === false ? [otherwise] : [...byDay, otherwise];
}

const MOST_ENTRIES = 2;

/** “Do this now”, with the numbers that answer at this hour. */
function blockOf({ do_now: made, now }) {
  const [numbers, missing, many] = [[], [], []];
  for (const recipient of made.ring.filter((one) => ["social_care", "police", "lado"].includes(one))) {
    const entries = MORE.directory.filter((one) => one.recipient === recipient);
    const found_ = entries.flatMap((entry) => numbersOf(entry, now));
    const national = MORE.services.filter((one) => one.recipient === recipient && one.phone);
    if (entries.length > MOST_ENTRIES) many.push(capital(MORE.recipients[recipient]));
    else if (found_.length) numbers.push(...found_);
    else if (national.length) numbers.push(...national.map(({ name, phone, link }) => ({ whose: name, phone, when: "", link })));
    else missing.push(capital(MORE.recipients[recipient]));
  }
  const otherwise = made.first ? "If you cannot reach them:" : "If it may be so, ring:";
  const once = new Map(numbers.map((one) => [JSON.stringify(one), one]));
  return { tell: made.tell, first: [], before: made.acts.length ? "Ring:" : otherwise, numbers: [...once.values()], missing, many, say: made.say };
}

const asContact = (entry) => ({ ...entry, organisation: { name: entry.organisation } });

function contactsOf({ decision }) {
  const wanted = new Set(["social_care", "police"]);
  for (const { provision } of decision.outcomes) for (const one of [...RULES.get(provision).who, ...RULES.get(provision).to]) wanted.add(one);
  const areas = new Map();
  for (const entry of MORE.directory.filter(({ recipient }) => recipient && wanted.has(recipient))) {
    areas.set(entry.area, [...(areas.get(entry.area) ?? []), asContact(entry)]);
  }
  return [...areas].sort(([a], [b]) => (a < b ? -1 : 1));
}

// The guide.

function leadsOn(state, now, rest = false) {
  const visit = visitOf(state, now);
  const more = rest ? openNames(visit).length : firstRows(visit).length;
  return { state, to: more ? `${addressOf("guide_question", lastPage(state) + 1)}${rest ? "?rest=1" : ""}` : addressOf("guide_plan") };
}

function shownIn(visit, begun, template, more = {}) {
  const { state, whole, decision } = visit;
  const shownVisit = {
    pack: PACK_SHOWN,
    given: { last_page: lastPage(state) },
    decision,
    whole,
    lost: false,
    do_now_block: blockOf(visit),
  };
  return { html: rendered(template, { ...everyPage(visit.now), visit: shownVisit, beside: begun ? besideOf(visit) : null, number: null, ...more }) };
}

const GUIDE = {
  "guide/people"(visit, sent) {
    const { state, now } = visit;
    const form = peopleForm(state, sent);
    if (form.isValid) return leadsOn(listing_(state, form), now);
    return shownIn(visit, true, "guide/people.html", { form, listed: state.people.map((person) => [person, called(person), saidOf(state, person)]) });
  },
  "guide/people/remove": ({ state }, sent) => ({ state: withoutPerson(state, sent.get("person")), to: addressOf("guide_people") }),
  "guide/question": question,
  "guide/aware"(visit, sent) {
    const { state, now } = visit;
    const form = awareForm(state, now, sent);
    if (form.isValid) {
      try {
        return leadsOn({ ...state, aware: form.moment }, now);
      } catch (error) {
        if (!(error instanceof CaseError)) throw error;
        form.refuse("day", said(error.problems[0]));
      }
    }
    return shownIn(visit, true, "guide/aware.html", { form });
  },
  "guide/since"(visit, sent) {
    const { state, now } = visit;
    const form = eventForm(state, now, sent);
    if (form.isValid) {
      if (state.events.length < MORE.most.events) return { state: withEvent(state, form.happening), to: addressOf("guide_events") };
      form.refuse("event", "The guide takes no more events. Remove one that no longer matters");
    }
    return shownIn(visit, true, "guide/events.html", { form, happened: happenings(state) });
  },
  "guide/since/remove": ({ state }, sent) => ({
    state: { ...state, events: state.events.filter((_, place) => String(place) !== sent.get("event")) },
    to: addressOf("guide_events"),
  }),
  "guide/answers": (visit) =>
    shownIn(visit, true, "guide/answers.html", { said: whatWasSaid(visit.state), left: unknownIn(visit.state).size }),
  "guide/answers/again": ({ state, now }) => leadsOn(withoutAnswers(state, unknownIn(state)), now, true),
  "guide/plan": (visit) =>
    shownIn(visit, true, "pocket/plan.html", { plan: planOf(visit), contacts: contactsOf(visit), may_record: false }),
};

function withEvent(state, event) {
  const key = ({ type, at, person, to }) => JSON.stringify([type, at, person, to]);
  const once = new Map([...state.events, event].map((one) => [key(one), one]));
  const order = (a, b) => a.at - b.at || (a.type < b.type ? -1 : a.type > b.type ? 1 : 0);
  return { ...state, events: [...once.values()].sort(order) };
}

function startPage(state, sent, now) {
  const begun = state !== null;
  const given = state ?? NOBODY(now);
  const form = happenedForm(sent, tickedOf(given));
  const people = peopleForm(given, sent);
  if (form.isValid && people.isValid) {
    const chosen = new Set(TICK_GROUPS.flatMap((group) => sent.getAll(group)));
    const ticked = MORE.ticks.filter(({ id }) => chosen.has(id));
    let next = listing_(given, people);
    for (const kind of ["child", "adult"]) {
      if (!ofKind(next, kind).length && ticked.some(({ lists }) => lists.includes(kind))) next = withMore(next, kind, 1);
    }
    const names = (ticks) => ticks.flatMap((tick) => saidBy(tick, next));
    next = withTicks(next, names(MORE.ticks), new Set(names(ticked)));
    return ticked.length || next.people.length ? leadsOn(next, now) : { state: next, to: addressOf("guide_people") };
  }
  return shownIn(visitOf(given, now), begun, "pocket/start.html", { form, other_form: people });
}

function question(visit, sent, [number], rest) {
  const { state, now } = visit;
  const rows = rowsHere(visit, sent, number, rest);
  if (!rows.length) return leadsOn(state, now, rest);
  const form = questionForm(rows, dayAt(state.aware), sent, state.given);
  if (form.isValid) {
    const names = namesIn(rows);
    const pages = names.flatMap((name) => state.given.get(name)?.page || []).sort((a, b) => a - b);
    const gone = new Set(names.filter((name) => !form.answers.some(([answered]) => answered === name)));
    const next = withAnswers(withoutAnswers(state, gone), form.answers, pages[0] ?? null);
    return sent.has("enough") ? { state: next, to: addressOf("guide_plan") } : leadsOn(next, now, rest);
  }
  const topics = new Set(rows.map(topicOf));
  const ticked = rest || number > 1 ? [] : tickedOf(state).map(({ text, answers }) => [text, answers.map((name) => FACTS.get(name).short).join("; ")]);
  const topic = topics.size === 1 ? [...topics][0] : "What matters today";
  return shownIn(visit, true, "guide/question.html", { form, rows, topic, number, rest, ticked });
}

function rowsHere(visit, sent, number, rest) {
  const { state } = visit;
  if (sent !== null) {
    const scope = (owner) => (owner === "concern" ? "concern" : state.people.includes(owner) ? kindOf(owner) : null);
    return rowsOf([...new Set(sent.getAll("asked"))]).filter(({ owner, fact }) => scope(owner) === fact.scope);
  }
  if (number > 0 && number <= lastPage(state)) return rowsOf(onPage(state, number));
  if (number !== lastPage(state) + 1) return [];
  return rest ? nextRows(visit) : firstRows(visit);
}

// The manual and the rest.

const sections = new Map(MORE.manual.sections.map((section) => [section.name, section]));

function manualPage(now, name) {
  const section = sections.get(name);
  if (!section) {
    const titles = MORE.manual.sections.map(({ name: of, title }) => [of, title.startsWith(`${of} `) ? title.slice(of.length + 1) : title]);
    return { html: rendered("manual/contents.html", { ...everyPage(now), sections: titles }) };
  }
  const place = MORE.manual.sections.indexOf(section);
  const beside = (at) => MORE.manual.sections[at] && [MORE.manual.sections[at].name, MORE.manual.sections[at].title];
  const { title, headings } = section;
  return {
    html: rendered("manual/section.html", {
      ...everyPage(now),
      section: { title },
      name,
      parts: unpacked(section.parts),
      headings,
      addresses: MORE.manual.addresses,
      before: beside(place - 1) ?? null,
      after: beside(place + 1) ?? null,
    }),
  };
}

function sourcesPage(now) {
  const today = dayAt(now);
  const looked = (look) => ({ ...look, is_due: () => monthsAfter(dayFrom(look.looked), 6, "") < today });
  const sources = MORE.manual.sources.map(([key, title, source]) => {
    const inside = source && Object.fromEntries(Object.entries(source.sections).map(([name, look]) => [name, looked(look)]));
    return [key, title, source && { whole: looked(source.whole), sections: inside }];
  });
  return { html: rendered("manual/sources.html", { ...everyPage(now), sources, today }) };
}

// Finding a place: BM25, as manual/search.py has it.

const ENDINGS = ["ies", "ing", "ed", "es", "s", "e", "y"];
const EMPTY = new Set(["a", "an", "and", "are", "by", "for", "in", "is", "it", "of", "on", "or", "that", "the", "to"]);
const stem = (word) => {
  const bare = word.replace(/['’].*/, "");
  const ending = ENDINGS.find((one) => bare.endsWith(one) && bare.length - one.length >= 3);
  return ending ? bare.slice(0, -ending.length) : bare;
};
const stems = (text) => (text.toLowerCase().match(/[a-z0-9]+(?:['’][a-z]+)?/g) ?? []).filter((word) => !EMPTY.has(word)).map(stem);
let index = null;

function indexed() {
  if (index) return index;
  const counts = MORE.manual.places.map(({ text, title }) => {
    const count = new Map();
    for (const word of [...stems(text), ...stems(title), ...stems(title), ...stems(title)]) count.set(word, (count.get(word) ?? 0) + 1);
    return count;
  });
  const lengths = counts.map((count) => [...count.values()].reduce((sum, number) => sum + number, 0));
  return (index = { counts, lengths, mean: lengths.reduce((sum, number) => sum + number, 0) / lengths.length });
}

function searched(query) {
  const { counts, lengths, mean } = indexed();
  const [scores, met] = [new Map(), new Map()];
  for (const wanted of new Set(stems(query))) {
    const frequencies = new Map();
    counts.forEach((count, number) => {
      for (const [word, times] of count) {
        if (word === wanted || (wanted.length >= 3 && word.startsWith(wanted))) frequencies.set(number, (frequencies.get(number) ?? 0) + times);
      }
    });
    const weight = Math.log(1 + (counts.length - frequencies.size + 0.5) / (frequencies.size + 0.5));
    for (const [number, times] of frequencies) {
      const saturated = (times * 2.2) / (times + 1.2 * (1 - 0.75 + (0.75 * lengths[number]) / mean));
      scores.set(number, (scores.get(number) ?? 0) + weight * saturated);
      met.set(number, (met.get(number) ?? 0) + 1);
    }
  }
  const ranked = [...scores.keys()].sort((a, b) => met.get(b) - met.get(a) || scores.get(b) - scores.get(a) || a - b);
  return ranked.slice(0, 30).map((number) => MORE.manual.places[number]);
}

function searchPage(now, sent) {
  const query = (sent?.get("q") ?? "").slice(0, 200).trim();
  const titles = Object.fromEntries(MORE.manual.sections.map(({ name, title }) => [name, title]));
  return { html: rendered("manual/search.html", { ...everyPage(now), query, found: query ? searched(query) : [], titles }) };
}

/** A page: `address` as it is after the `#`, `sent` a FormData or null, `state` what was told so far, `now` in seconds. */
function page(address, sent, state, now) {
  const [path, query = ""] = address.replace(/^#?\/?/, "").split("#")[0].split("?");
  const parts = path.split("/");
  if (parts[0] === "manual") return manualPage(now, decodeURIComponent(parts[1] ?? ""));
  if (path === "search") return searchPage(now, sent);
  if (path === "sources") return sourcesPage(now);
  if (path === "about") return { html: rendered("pocket/about.html", { ...everyPage(now), digest: PACK.digest }) };
  if (path === "directory") {
    const found_ = MORE.directory.map(asContact);
    return { html: rendered("pocket/directory.html", { ...everyPage(now), contacts: found_, national: MORE.services }) };
  }
  try {
    if (path === "guide/start-again") return { state: null, to: addressOf("guide") };
    const number = parts[1] === "question" ? [Number(parts[2])] : [];
    const handler = GUIDE[number.length ? "guide/question" : path];
    if (!handler || state === null) return handler ? { to: addressOf("guide") } : startPage(state, sent, now);
    const rest = query.includes("rest=1") || Boolean(sent?.has("rest"));
    return handler(visitOf(state, now), sent, number, rest);
  } catch (error) {
    if (!(error instanceof CaseError)) throw error;
    return { html: rendered("pocket/too-old.html", { ...everyPage(now), why: said(error.problems[0]) }) };
  }
}
