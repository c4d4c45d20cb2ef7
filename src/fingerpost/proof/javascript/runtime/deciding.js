// Deciding: exact three-valued outcomes with their reasons, dates and questions.

const KEPT = 256; // How many listings of people keep their conditions ready.
const listings = new Map();
let alone = null;

const isWide = (index) => {
  const [kind, ...of] = PACK.nodes[index];
  if (kind === "any" || kind === "all") return true;
  const beneath = kind === "and" || kind === "or" || kind === "not" ? of : kind === "unlisted" ? [of[2]] : [];
  return beneath.some(isWide);
};

/** What is decided: a rule's condition each, and last, where there is an embargo, whether it may be about somebody unlisted. */
const NODES = PACK.rules.map(({ node, about }) => ({ node, about, wide: isWide(node) }));
const EMBARGO = PACK.rules.findIndex(({ embargo }) => embargo);
if (EMBARGO >= 0) {
  const node = PACK.rules[EMBARGO].embargo.unlisted_when;
  NODES.push({ node, about: "concern", wide: isWide(node) });
}

/** Conditions in one placement: for each rule that `takes` chooses, one for each whom it is about. */
function layer(kinds, takes) {
  const placement = new Placement(kinds);
  const conditions = [];
  NODES.forEach((one, node) => {
    if (!takes(one)) return;
    const people = kinds.flatMap((kind, place) => (kind === one.about ? [place] : []));
    for (const owner of one.about === "concern" ? [CONCERN] : people) {
      conditions.push({ node, owner, formula: formula(ground(one.node, placement, owner), placement) });
    }
  });
  return { placement, conditions };
}

/** Everything ready for one listing of people. */
function listing(kinds) {
  const key = kinds.join();
  let found = listings.get(key);
  if (!found) {
    const narrow = (scope) => (one) => one.about === scope && !one.wide;
    alone ??= {
      concern: layer([], narrow("concern")),
      child: layer(["child"], narrow("child")),
      adult: layer(["adult"], narrow("adult")),
    };
    const layers = [
      { ...layer(kinds, (one) => one.wide), people: [...kinds.keys()] },
      { ...alone.concern, people: [] },
      ...kinds.map((kind, place) => ({ ...alone[kind], people: [place] })),
    ];
    const entries = layers.flatMap(({ placement, conditions, people }, number) =>
      conditions.map(({ node, owner, formula: of }) => ({
        node,
        owner: owner === CONCERN ? CONCERN : people[owner],
        layer: number,
        formula: of,
        placement,
        people,
      })),
    );
    entries.sort((one, other) => one.node - other.node || one.owner - other.owner);
    if (listings.size >= KEPT) listings.clear();
    listings.set(key, (found = { layers, entries }));
  }
  return found;
}

/** The entries that hold or can still come true, each with whether it applies and the names that say why. */
function found(one) {
  const { layers, entries } = listing(one.people.map(({ kind }) => kind));
  const happened = new Map();
  for (const event of one.events) {
    if (isLater(event.at, one.asOf)) continue;
    if (!happened.has(event.person)) happened.set(event.person, []);
    happened.get(event.person).push(event.type);
  }
  const concern = knownOf("concern", one.facts, happened.get(null) ?? []);
  const people = one.people.map((person) => knownOf(person.kind, person.facts, happened.get(person.id) ?? []));
  const bits = layers.map(({ placement, people: of }) => placement.bits(concern, of.map((place) => people[place])));
  const outcomes = [];
  for (const entry of entries) {
    const { sure, possible } = bits[entry.layer];
    if (!entry.formula.holds(possible)) continue;
    const because = entry.formula.because(sure);
    const applies = because !== null;
    const about = entry.owner === CONCERN ? "concern" : one.people[entry.owner].id;
    const mask = applies ? because : entry.formula.open(sure, possible);
    outcomes.push({ node: entry.node, about, applies, names: namesOf(entry.placement.named(mask), entry.people, one) });
  }
  return outcomes;
}

/** `concern.setting`, `c1.age`; `c1.date_of_birth` where that was given. */
function namesOf(names, people, one) {
  return names.map(([owner, name]) => {
    if (owner === CONCERN) return `concern.${name}`;
    const person = one.people[people[owner]];
    const birth = person.born !== null && FACTS.get(name).birth_date;
    return `${person.id}.${birth || name}`;
  });
}

/** The day on which an outcome is due, null where there is none or its event has not happened. */
function dueOf(deadline, about, one) {
  if (!deadline || deadline.kind === "before") return null;
  let [start, where] = [one.day, "reported_at"];
  if (deadline.event) {
    let first = null;
    one.events.forEach((event, index) => {
      if (event.type !== deadline.event || isLater(event.at, one.asOf)) return;
      if (about !== "concern" && event.person !== null && event.person !== about) return;
      if (first === null || isLater(first.at, event.at)) first = { at: event.at, index };
    });
    if (first === null) return null;
    [start, where] = [londonDay(first.at), `events[${first.index}].at`];
  }
  if (deadline.kind === "months") return monthsAfter(start, deadline.months, where);
  return deadline.kind === "working_days" ? workingDaysAfter(start, deadline.days, where) : start;
}

/** Which embargoes hold back what would tell `to`, and which may. */
function embargoesOf(one, outcomes) {
  if (EMBARGO < 0) return () => [[], []];
  const { id, embargo } = PACK.rules[EMBARGO];
  const about = (applies) =>
    outcomes.filter((each) => each.node === EMBARGO && each.applies === applies).map((each) => each.about);
  const [standing, possible] = [about(true), about(false)];
  const isUnlisted = !standing.length && outcomes.some(({ node }) => node === PACK.rules.length);
  const lifted = new Set(
    one.events
      .filter((event) => event.type === embargo.lifted_by && !isLater(event.at, one.asOf))
      .map(({ person, to }) => `${person} ${to}`),
  );
  const named = (adults, to) => adults.filter((adult) => !lifted.has(`${adult} ${to}`)).map((adult) => `${id}/${adult}`);
  return (to) => [named(standing, to), [...named(possible, to), ...(isUnlisted ? [`${id}/unlisted`] : [])]];
}

/** The unknown facts that can still change something, the most useful first. */
function questionsOf(one, outcomes) {
  const settles = new Map();
  for (const { provision, about, depends_on: names, weight } of outcomes) {
    for (const name of names) {
      if (!settles.has(name)) settles.set(name, { urgent: 0, keys: [] });
      const of = settles.get(name);
      of.urgent += weight;
      of.keys.push(`${provision}/${about}`);
    }
  }
  const listed = PACK.facts.find((fact) => fact.unlisted_child);
  if (listed && one.facts.has(listed.id)) settles.delete(`concern.${listed.id}`);
  const ranked = [...settles].sort(([, a], [, b]) => b.urgent - a.urgent || b.keys.length - a.keys.length);
  const ask = (name) => FACTS.get(name.slice(name.lastIndexOf(".") + 1)).ask;
  return ranked.map(([fact, { keys }]) => ({ fact, ask: ask(fact), settles: keys }));
}

function decided(one) {
  const outcomes = found(one);
  const held = embargoesOf(one, outcomes);
  const rows = [];
  for (const { node, about, applies, names } of outcomes) {
    if (node === PACK.rules.length) continue;
    const rule = PACK.rules[node];
    const due = dueOf(rule.deadline, about, one);
    const [by, may] = rule.held_for ? held(rule.held_for.slice(0, rule.held_for.lastIndexOf(":") + 1) + about) : [[], []];
    const outcome = {
      provision: rule.id,
      about,
      status: applies ? "applies" : "depends",
      modality: rule.modality,
      due: due === null ? null : dayText(due),
      because: applies ? names : [],
      depends_on: applies ? [] : names,
      to: [...rule.to],
      held_by: by,
      may_be_held_by: may,
    };
    rows.push({ outcome, first: rule.kind === "prohibition" ? 0 : 1, due: due ?? Infinity, weight: rule.weight });
  }
  rows.sort((a, b) => a.first - b.first || (a.due === b.due ? 0 : a.due - b.due));
  const { id, version, digest } = PACK;
  return {
    procedure: { id, version, digest },
    outcomes: rows.map(({ outcome }) => outcome),
    questions: questionsOf(one, rows.map(({ outcome, weight }) => ({ ...outcome, weight }))),
  };
}
