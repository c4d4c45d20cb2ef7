// What somebody has told the guide, what is asked next, and the plan: as the service's guide has it in Python.
// `given` is by name (`c1.age`), each with its answer (a day as {day}, “I don't know” as null) and its page.

const NOBODY = (now) => ({ aware: Math.floor(now / 60) * 60, people: [], given: new Map(), events: [] });
const BIRTHS = new Map(PACK.facts.filter((fact) => fact.birth_date).map((fact) => [fact.birth_date, fact]));
const PLACES = new Map(PACK.facts.map((fact, place) => [fact.id, place]));
const kindOf = (person) => (person[0] === "c" ? "child" : "adult");
const ofKind = (state, kind) => state.people.filter((person) => kindOf(person) === kind);
const certainIn = (state) => new Set([...state.given].filter(([, { value }]) => value === true).map(([name]) => name));
const unknownIn = (state) => new Set([...state.given].filter(([, { value }]) => value === null).map(([name]) => name));
const lastPage = (state) => Math.max(0, ...[...state.given.values()].map(({ page }) => page));
const onPage = (state, page) => [...state.given].filter(([, given]) => given.page === page).map(([name]) => name);

function withMore(state, kind, number) {
  const last = Math.max(0, ...ofKind(state, kind).map((person) => Number(person.slice(1))));
  const more = Array.from({ length: number }, (_, place) => `${kind[0]}${last + place + 1}`);
  const order = (person) => (kindOf(person) === "child" ? 0 : 1000) + Number(person.slice(1));
  return { ...state, people: [...state.people, ...more].sort((a, b) => order(a) - order(b)) };
}

const withoutPerson = (state, person) => ({
  ...state,
  people: state.people.filter((one) => one !== person),
  given: new Map([...state.given].filter(([name]) => !name.startsWith(`${person}.`))),
  events: state.events.filter((event) => event.person !== person && (event.to ?? "").split(":").at(-1) !== person),
});

function withAnswers(state, answers, page = null) {
  const next = page ?? Math.min(lastPage(state) + 1, MORE.most.page);
  const given = new Map(state.given);
  for (const [name, value] of answers) {
    const before = given.get(name);
    given.set(name, { value, page: before && before.page > 0 ? before.page : next });
  }
  return { ...state, given };
}

const withoutAnswers = (state, names) => ({ ...state, given: new Map([...state.given].filter(([name]) => !names.has(name))) });

function withTicks(state, offered, ticked) {
  const given = new Map(state.given);
  for (const name of offered) {
    const before = given.get(name);
    if (ticked.has(name) && before?.value !== true) given.set(name, { value: true, page: before ? before.page : 0 });
    else if (!ticked.has(name) && before?.value === true) given.delete(name);
  }
  return { ...state, given };
}

function documentOf(state, now) {
  const written = (seconds) => new Date(seconds * 1000).toISOString();
  const factsOf = (owner) =>
    Object.fromEntries([...state.given].filter(([name]) => cut(name)[0] === owner).map(([name, { value }]) => [cut(name)[1], value?.day ?? value]));
  return {
    reported_at: written(state.aware),
    as_of: written(Math.max(now, state.aware)),
    facts: factsOf("concern"),
    people: state.people.map((id) => ({ id, kind: kindOf(id), facts: factsOf(id) })),
    events: state.events.map(({ type, at, person, to }) => ({ type, at: written(at), ...(person && { person }), ...(to && { to }) })),
  };
}

/** What is known at a moment, and all that follows from it. Throws a CaseError where answers do not fit each other. */
function visitOf(state, now) {
  const whole = caseFrom(documentOf(state, now));
  const decision = decided(whole);
  const requirements = requirementsOf(whole, decision);
  const today = Math.max(dayAt(now), dayAt(state.aware));
  return { state, now, whole, decision, requirements, today, do_now: doNowOf(whole, requirements, today) };
}

// What is asked next.

const row = (owner, fact) => ({ owner, fact, name: `${owner}.${fact.id}`, birth: fact.birth_date ? `${owner}.${fact.birth_date}` : null });
const rowsOf = (names) =>
  names.flatMap((name) => {
    const [owner, said_] = cut(name);
    const fact = FACTS.get(said_) ?? BIRTHS.get(said_);
    return fact ? [row(owner, fact)] : [];
  });
const namesIn = (rows) => rows.flatMap(({ name, birth }) => (birth ? [name, birth] : [name]));
const openNames = ({ state, decision }) => {
  const unknown = unknownIn(state);
  return decision.questions.map(({ fact }) => fact).filter((name) => !unknown.has(name));
};

function saidBy(tick, state) {
  const first = { concern: "concern", child: ofKind(state, "child")[0] ?? "c1", adult: ofKind(state, "adult")[0] ?? "a1" };
  return tick.answers.map((name) => `${first[FACTS.get(name).scope]}.${name}`);
}

/** What is ticked of “What has happened?”: all that it says outright was said, and nothing says more. */
function tickedOf(state) {
  const certain = certainIn(state);
  const all = MORE.ticks.map((tick) => ({ tick, names: new Set(saidBy(tick, state)) })).filter(({ names }) => [...names].every((name) => certain.has(name)));
  const isLess = (names, more) => names.size < more.size && [...names].every((name) => more.has(name));
  return all.filter(({ names }) => !all.some((other) => isLess(names, other.names))).map(({ tick }) => tick);
}

/** The questions of the next page before the first plan; none when it is time for the plan. */
function firstRows(visit) {
  const { state, whole, requirements } = visit;
  const ticked = tickedOf(state);
  const { first, first_rows: most, pages } = MORE.most;
  const ticks = new Set(onPage(state, 0));
  const said_ = ticked.filter((tick) => saidBy(tick, state).every((name) => ticks.has(name))).length;
  const answered = [...state.given.values()].filter(({ page }) => page > 0).length;
  const room = Math.min(most, first - said_ - answered);
  if (lastPage(state) >= (ticked.length ? pages : pages - 1) || room <= 0) return [];
  const bearing = new Set(openGrounds(whole, requirements).flatMap((one) => one.depends_on));
  const wanted = openNames(visit).filter((name) => bearing.has(name));
  const owners = { concern: ["concern"], child: ofKind(state, "child"), adult: ofKind(state, "adult") };
  const raised = inTurns(ticked.map(({ raises }) => raises.flatMap((fact) => owners[FACTS.get(fact).scope].map((owner) => `${owner}.${fact}`))));
  const rows = rowsOf([...new Set([...raised.filter((name) => wanted.includes(name)), ...wanted])].slice(0, room));
  return rows.length ? withSetting(rows, state) : rows;
}

function withSetting(rows, state) {
  const fact = MORE.boxes.find(({ tell }) => Object.keys(tell).length)?.tell_fact;
  const name = `concern.${fact}`;
  if (!fact || lastPage(state) || state.given.has(name) || rows.some((one) => one.name === name)) return rows;
  return [...rows.slice(0, MORE.most.first_rows - 1), ...rowsOf([name])];
}

const topicOf = ({ fact }) => MORE.topics[fact.id];

/** The questions of the next page: the most useful one, and those still open under its heading of the manual. */
function nextRows(visit) {
  const [first, ...others] = rowsOf(openNames(visit));
  if (!first) return [];
  let beside = others.filter((one) => topicOf(one) === topicOf(first) && one.fact.scope === first.fact.scope);
  if (1 + beside.length > MORE.most.rows) beside = beside.filter(({ owner }) => owner === first.owner);
  const people = ["concern", ...visit.state.people];
  const order = (one) => people.indexOf(one.owner) * 1000 + PLACES.get(one.fact.id);
  return [first, ...beside].sort((a, b) => order(a) - order(b));
}

// The words of its pages.

const wordsOf = (fact, value) =>
  value === null ? "I don’t know" : value === true ? "Yes" : value === false ? "No" : value.day ? dayInWords(dayFrom(value.day)) : (FACTS.get(fact).labels[value] ?? String(value));

function besideOf({ state, requirements, whole, today, do_now: now }) {
  const parts = partsOf(requirements, whole, today);
  const first = ["DO_NOT", "AT_ONCE", "OVERDUE", "TODAY"];
  return {
    pressing: parts.filter(({ kind }) => first.includes(kind)),
    calm: now.acts.length || now.asks.length ? "" : calmOf(requirements, today),
    others: parts.filter(({ kind }) => !first.includes(kind)).reduce((sum, { items }) => sum + items.length, 0),
    aware: `${dayNamed(dayAt(state.aware))} at ${clockAt(state.aware)}`,
  };
}

function saidOf(state, person) {
  const all = [...state.given].flatMap(([name, { value }]) => {
    const [owner, fact] = cut(name);
    if (owner !== person || value === null || value === false) return [];
    const known = FACTS.get(fact);
    if (known && value === true) return [known.short];
    return [known ? answerInWords(known, value) : `${label(fact)}: ${wordsOf(fact, value)}`];
  });
  return capital(all.join("; "));
}

function whatWasSaid(state) {
  const owners = new Map([["concern", { called: "What has happened", said: [] }]]);
  for (const person of state.people) owners.set(person, { called: called(person), said: [] });
  for (const [name, { value, page }] of state.given) {
    const [owner, fact] = cut(name);
    const key = capital(FACTS.get(fact)?.short ?? label(fact));
    owners.get(owner)?.said.push({ key, value: wordsOf(fact, value), page, is_tick: page === 0 });
  }
  return [...owners.values()].filter((owned) => owned.said.length);
}

const happenings = (state) =>
  state.events.map(({ type, at, person, to }, place) => {
    const told = to ? ` (${toldPerson(to.includes(":") ? `${to.split(":")[0]}:` : "", to.split(":").at(-1))})` : "";
    const text = EVENTS.get(type).text.trimEnd();
    return [String(place), `${person ? `${called(person)}: ` : ""}${text}${told} ${dayNamed(dayAt(at))}, ${clockAt(at)}.`];
  });

const MOST_CHANGES = 6;

function planOf(visit) {
  const { state, whole, requirements, decision, today, do_now: now } = visit;
  const altering = changesOf(whole);
  const asks = new Map(decision.questions.map(({ fact, ask }) => [fact, ask]));
  const clause = (id) => ({ rule: id, section: RULES.get(id).place });
  const pending = (one) => ({
    text: one.text,
    clause: clause(one.rule.id),
    whose: [one.to_whom, aboutLine(one.people)].filter(Boolean).join(" "),
    waits: one.warnings,
    grave: one.is_grave,
  });
  const sentences = (outcomes) => {
    const all = outcomes.flatMap(({ provision, about }) => {
      const whom = outcomes.length > 1 ? ` for ${called(about)}` : "";
      return (altering.get(`${provision}/${about}`) ?? []).map((sentence) => sentence(whom));
    });
    const more = all.length - MOST_CHANGES;
    return [...all.slice(0, MOST_CHANGES), ...(more > 1 ? [`${more} more answers would alter it, each by itself.`] : [])];
  };
  const duty = (one) => ({
    text: one.text,
    whose: `${one.to_whom} ${one.whose}`.trim(),
    waits: one.warnings,
    why: one.why,
    clause: clause(one.rule.id),
    rests_on: one.rests_on.map(clause),
    changes: sentences(one.outcomes),
    services: one.rule.services.map((number) => MORE.services[number]),
  });
  const unknown = unknownIn(state);
  return {
    opening: openingOf(whole, state.aware, Math.max(visit.now, state.aware)),
    calm: now.acts.length || now.asks.length ? "" : calmOf(requirements, today),
    groups: partsOf(requirements, whole, today).map(({ kind, heading, items }) => ({
      heading,
      hint: kind === "OVERDUE" ? "If this has not been done, do it now." : "",
      duties: items.map(duty),
    })),
    still_to_ask: openNames(visit).length,
    left_unknown: [...asks].filter(([name]) => unknown.has(name)).map(([name, ask]) => questionText(name, ask)),
    ask_now: now.still_open.map(pending),
    may_apply: requirements.filter((one) => one.status === "depends" && !now.still_open.includes(one)).map(pending),
  };
}
