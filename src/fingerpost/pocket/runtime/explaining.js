// A decision in words, as procedure/explaining has it in Python: requirements, the plan's parts, “Do this now”, and
// what another answer would change. tests/pocket compares every page with the service's.

const RULES = new Map(PACK.rules.map((rule) => [rule.id, { ...rule, ...MORE.rules[rule.id] }]));
const { parties: PARTIES, relations: TOLD, verbs: VERBS, then: THEN, kinds: KINDS } = MORE.words;

const joined = (parts, last = "and") =>
  parts.length > 1 ? `${parts.slice(0, -1).join(", ")} ${last} ${parts.at(-1)}` : (parts[0] ?? "");
const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);
const label = (fact) => fact.replaceAll("_", " ");
const called = (person) => (/^[ca][0-9]+$/.test(person) ? `${person[0] === "c" ? "Child" : "Adult"} ${person.slice(1)}` : person);
const cut = (name) => [name.slice(0, Math.max(0, name.lastIndexOf("."))), name.slice(name.lastIndexOf(".") + 1)];

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const weekday = (day) => (((day + 4) % 7) + 7) % 7;
const dayNamed = (day) => `${WEEKDAYS[weekday(day)]} ${dayInWords(day)}`;
const local = (seconds) => seconds + londonOffset(seconds);
const dayAt = (seconds) => Math.floor(local(seconds) / DAY);
const minutesAt = (seconds) => Math.floor((local(seconds) - dayAt(seconds) * DAY) / 60);
const clockAt = (seconds) => `${pad(Math.floor(minutesAt(seconds) / 60), 2)}:${pad(minutesAt(seconds) % 60, 2)}`;

const answerInWords = (fact, value) =>
  `${fact.short}: ${value === true ? "yes" : value === false ? "no" : (fact.labels[value] ?? value)}`;
const aboutLine = (people) => {
  const named = people.filter((one) => one !== "concern").map(called);
  return named.length ? `About ${joined(named)}.` : "";
};
const questionText = (name, ask) => (cut(name)[0] === "concern" ? ask : `About ${called(cut(name)[0])}: ${ask}`);
const toldPerson = (heldFor, about) => {
  const [relation, colon] = [heldFor.split(":")[0], heldFor.includes(":")];
  return colon ? `${called(about)}'s ${TOLD[relation]}` : called(about);
};

function dutyLine(rule) {
  const who = joined(rule.who.map((party) => PARTIES[party])) || "everybody";
  const verb = VERBS[rule.modality];
  return verb ? `${capital(who)} ${verb}.` : `For ${who}.`;
}

function answersInWords(one, names) {
  const byOwner = new Map();
  for (const name of names) {
    const [owner, fact] = cut(name);
    if (!byOwner.has(owner)) byOwner.set(owner, []);
    const person = one.people.find(({ id }) => id === owner);
    if (FACTS.has(fact)) byOwner.get(owner).push(answerInWords(FACTS.get(fact), (person ?? one).facts.get(fact)));
    else byOwner.get(owner).push(person?.born != null ? `${label(fact)}: ${dayInWords(person.born)}` : label(fact));
  }
  const parts = [...byOwner].map(([owner, all]) => (owner === "concern" ? "" : `for ${called(owner)}: `) + all.join("; "));
  return parts.map((text, place) => (place ? capital(text) : text)).join(". ");
}

/** Everything that is asked, what is the same for several people once. */
function requirementsOf(one, decision) {
  const applying = new Set(decision.outcomes.filter(({ status }) => status === "applies").map(({ provision }) => provision));
  const groups = new Map();
  for (const outcome of decision.outcomes) {
    const key = JSON.stringify([outcome.provision, outcome.status, outcome.due, outcome.held_by, outcome.may_be_held_by]);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(outcome);
  }
  return [...groups.values()].map((group) => requirement(one, applying, group));
}

function requirement(one, applying, group) {
  const [first] = group;
  const rule = RULES.get(first.provision);
  const restsOn = rule.rests.filter((id) => applying.has(id));
  const because = [...new Set(group.flatMap((outcome) => outcome.because))];
  const people = group.map(({ about }) => about).filter((about) => about !== "concern");
  const recipients = joined(first.to.map((to) => MORE.recipients[to]), "or");
  const urgent = rule.urgent && first.due === null;
  return {
    rule,
    outcomes: group,
    status: first.status,
    act: rule.title,
    text: rule.text,
    who: rule.who,
    whose: [dutyLine(rule), aboutLine(people)].filter(Boolean).join(" "),
    people,
    to: first.to,
    to_whom: recipients && `To ${recipients}.`,
    due: first.due,
    urgent,
    why: restsOn.length
      ? `${joined(restsOn)} ${restsOn.length === 1 ? "applies" : "apply"}`
      : answersInWords(one, because) || rule.when.replace(/\.+$/, ""),
    rests_on: restsOn,
    waits: first.held_by.length > 0,
    warnings: warnings(rule, group),
    depends_on: [...new Set(group.flatMap((outcome) => outcome.depends_on))],
    is_prohibition: rule.kind === "prohibition",
    is_grave: first.due !== null || urgent || rule.kind === "prohibition",
  };
}

function warnings(rule, group) {
  if (!rule.held_for) return [];
  const told = joined(group.map(({ about }) => toldPerson(rule.held_for, about)));
  const said = [];
  const split = (names) => [names[0].slice(0, names[0].lastIndexOf("/")), names.map((name) => name.slice(name.lastIndexOf("/") + 1))];
  const [{ held_by: held, may_be_held_by: may }] = group;
  if (held.length) {
    const [by, adults] = split(held);
    said.push(
      `Wait: ${told} must not be told yet. An embargo about ${joined(adults.map(called))} is in force (rule ${by}) until the` +
        " strategy meeting or the police decide otherwise.",
    );
  }
  if (may.length) {
    const [by, adults] = split(may);
    const known = adults.filter((adult) => adult !== "unlisted").map(called);
    const why = known.length ? [`${joined(known, "or")} may be a suspect`] : [];
    if (adults.includes("unlisted")) why.push("an adult who is not listed may be behind it");
    said.push(`Ask first whether ${told} may be told: ${joined(why)} (rule ${by}).`);
  }
  return said;
}

const isOthers = (requirement_, one) =>
  requirement_.who.length > 0 &&
  !requirement_.who.some((party) => party === "practitioner" || party === "school" || [...one.facts.values()].includes(party));

const ORDER = Object.keys(KINDS);
const UNDATED = { must: "NOW", should: "NOW", consider: "CONSIDER" };

/** The parts of the plan of everything that applies, in reading order. */
function partsOf(requirements, one, today) {
  const parts = new Map();
  const place = (each_) => {
    if (each_.is_prohibition) return ["DO_NOT", null];
    if (each_.urgent) return ["AT_ONCE", null];
    if (each_.due === null) return [UNDATED[each_.rule.modality] ?? "ALSO", null];
    const due = dayFrom(each_.due);
    return [due < today ? "OVERDUE" : due === today ? "TODAY" : "BY_DATE", due];
  };
  for (const each_ of requirements) {
    if (each_.status !== "applies") continue;
    const [kind, day] = place(each_);
    const key = `${kind} ${day}`;
    if (!parts.has(key)) parts.set(key, { kind, day, items: [] });
    parts.get(key).items.push(each_);
  }
  const found = [...parts.values()].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  return found.map(({ kind, day, items }) => ({
    kind,
    heading: day === null ? KINDS[kind] : `${KINDS[kind]} ${dayNamed(day)}`,
    items: [...items].sort((a, b) => isOthers(a, one) - isOthers(b, one)),
  }));
}

/** What to say where nothing that is certain is due now. */
function calmOf(requirements, today) {
  const pressing = new Set(
    requirements.filter(({ urgent, due }) => urgent || (due && dayFrom(due) <= today)).map(({ status }) => status),
  );
  const certain = requirements.filter(({ status }) => status === "applies");
  if (pressing.has("applies")) return "";
  let text = "Nothing is due today.";
  if (certain.some(({ rule, due }) => ["must", "should"].includes(rule.modality) && !due)) {
    text = `No date falls today, but what is listed under “${KINDS.NOW}” is due all the same.`;
  } else if (!certain.length) {
    text = requirements.length ? "Nothing is certain yet." : "No rule applies.";
  }
  return pressing.has("depends") ? `${text} That may change with what is still to find out, below.` : text;
}

function openingOf(one, aware, asOf) {
  let moment = `Plan for the concern reported on ${dayNamed(dayAt(aware))} at ${clockAt(aware)}`;
  if (asOf !== aware) moment += `, as known on ${dayNamed(dayAt(asOf))} at ${clockAt(asOf)}`;
  const cast = [["child", "Child", "Children"], ["adult", "Adult", "Adults"]].flatMap(([kind, single, many]) => {
    const people = one.people.filter((person) => person.kind === kind).map(({ id }) => called(id));
    return people.length ? [`${people.length === 1 ? single : many}: ${joined(people)}.`] : [];
  });
  return `${moment}. ${cast.join(" ") || "Nobody is listed."}`;
}

// “Do this now”.

const boxOf = ({ rule }) => {
  const names = [rule.id, ...rule.rests];
  return MORE.boxes.find(({ rules }) => names.some((name) => name in rules));
};
const everybody = MORE.boxes.find(({ tell }) => Object.keys(tell).length);
const isCovered = (one, acts) => one.to.length > 0 && acts.some((act) => act.to.length && act.to.every((to) => one.to.includes(to)));
const bearsOn = (raised, one) => one.depends_on.some((name) => raised.has(name));

function tickedIn(one) {
  const sure = new Set([one, ...one.people].flatMap(({ facts: of }) => [...of].filter(([, value]) => value === true).map(([name]) => name)));
  return MORE.ticks.filter(({ answers }) => answers.every((name) => sure.has(name)));
}

/** The items of several lists in turns. */
const inTurns = (lists) => {
  const most = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: most }, (_, place) => lists.flatMap((list) => (place < list.length ? [list[place]] : []))).flat();
};

/** The names that what is known raises, each with its place. */
function raisedIn(one) {
  const names = [...new Set(inTurns(tickedIn(one).map(({ raises }) => raises)))];
  const owners = ["concern", ...one.people.map(({ id }) => id)];
  return new Map(names.flatMap((fact, place) => owners.map((owner) => [`${owner}.${fact}`, place])));
}

const isMine = (one, whole, where) =>
  one.rule.to_be_done && (one.who.includes(where) || !isOthers(one, whole)) && !one.waits && !(one.to.length === 1 && one.to[0] === where);
const isAsked = (raised, one) =>
  one.status !== "applies" && Boolean(boxOf(one)) && (one.due !== null || one.urgent || bearsOn(raised, one));

function doNowOf(one, requirements, today) {
  const where = String(one.facts.get(everybody?.tell_fact) ?? "");
  const first = everybody ? (everybody.tell[where] ?? everybody.tell.otherwise) : "whoever your organisation names for safeguarding";
  const mine = requirements.filter((each_) => isMine(each_, one, where));
  const cannotWait = (each_) => each_.urgent || (each_.due !== null && dayFrom(each_.due) <= today) || boxOf(each_);
  let acts = [];
  const certain = mine.filter((each_) => each_.status === "applies" && cannotWait(each_));
  for (const each_ of certain.sort((a, b) => a.to.length - b.to.length)) if (!isCovered(each_, acts)) acts.push(each_);
  acts = acts.sort((a, b) => (a.to.length > 0) - (b.to.length > 0));
  const raised = raisedIn(one);
  const place = (each_) => Math.min(...each_.depends_on.map((name) => raised.get(name) ?? raised.size), each_.depends_on.length ? Infinity : 0);
  const openNow = mine.filter((each_) => isAsked(raised, each_) && !isCovered(each_, acts)).sort((a, b) => place(a) - place(b));
  const sections = tickedIn(one).map(({ section }) => section).filter(Boolean);
  const asks = asksOf(openNow, sections);
  const words = acts.length || asks.length ? sections.flatMap((section) => MORE.boxes.filter((box) => box.section === section)) : [];
  const says = [...words, ...acts.map(boxOf).filter(Boolean)][0] ?? everybody;
  const ring = [...new Set((acts.length ? acts : openNow).flatMap(({ to }) => to))].filter((to) => to !== where);
  return { tell: tellOf(first, acts, asks), first, ring, say: says ? says.say : "", acts, asks, still_open: openNow };
}

function asksOf(openNow, sections) {
  const asked = new Map();
  for (const one of openNow) {
    const box = boxOf(one);
    if (box && one.rule.id in box.rules) asked.set(sections.includes(box.section) ? box.rules[one.rule.id] : box.ask, box);
  }
  return asked.size <= MORE.most.asked ? [...asked.keys()] : [...new Set([...asked.values()].map(({ ask }) => ask))];
}

function tellOf(first, acts, asks) {
  const list = asks.length > 1 ? `${asks.slice(0, -1).join("; ")}; or ${asks.at(-1)}` : asks[0];
  if (acts.length) {
    const titles = [...new Set(acts.map(({ act }) => act))].join(". ");
    const said_ = [...(first ? [`Tell ${first} now.`] : []), `This cannot wait: ${titles}.`];
    if (asks.length) said_.push(`${first ? "Ask" : "Find out now"} whether ${list}.`);
    return said_.join(" ");
  }
  if (asks.length) return `${first ? `Ask ${first}` : "Find out"} now whether ${list}.`;
  return [...(first ? [`Tell ${first} what you know.`] : []), "Nothing that is known so far is due today."].join(" ");
}

/** What may still turn out to be due today, and nothing certain asks for already, or to be forbidden. */
function openGrounds(one, requirements) {
  const mine = requirements.filter((each_) => isMine(each_, one, "") || each_.is_prohibition);
  const acts = mine.filter((each_) => each_.status === "applies" && each_.to.length);
  const raised = raisedIn(one);
  const forbidden = mine.filter((each_) => each_.status === "depends" && each_.is_prohibition && (!raised.size || bearsOn(raised, each_)));
  return [...forbidden, ...mine.filter((each_) => isAsked(raised, each_) && !isCovered(each_, acts))];
}

// What would change if one answer were another.

const statusOf = (of, sure, possible) => (!of.holds(possible) ? 2 : of.holds(sure) ? 0 : 1);

/** For each outcome (`rule/person`) a sentence, with a place for the person, for every single answer that alters it. */
function changesOf(one) {
  const { layers, entries } = listing(one.people.map(({ kind }) => kind));
  const happened = new Map();
  for (const event of one.events) {
    if (isLater(event.at, one.asOf)) continue;
    happened.set(event.person, [...(happened.get(event.person) ?? []), event.type]);
  }
  const concern = knownOf("concern", one.facts, happened.get(null) ?? []);
  const people = one.people.map((person) => knownOf(person.kind, person.facts, happened.get(person.id) ?? []));
  const bits = layers.map(({ placement, people: of }) => placement.bits(concern, of.map((place) => people[place])));
  const altering = new Map();
  const owners = [[CONCERN, "concern", "concern", one.facts], ...one.people.map(({ id, kind, facts: of }, place) => [place, id, kind, of])];
  for (const [owner, id, scope, known] of owners) {
    for (const [name, answers] of BLOCKS.get(scope).facts.told) {
      const readers = entries.flatMap((entry) => {
        if (entry.node >= PACK.rules.length || (owner !== CONCERN && !entry.people.includes(owner))) return [];
        const place = owner === CONCERN ? CONCERN : entry.people.indexOf(owner);
        const shift = entry.placement.factShift.get(place);
        const [{ sure, excluded }] = answers.values();
        return entry.formula.bits & ((sure | excluded) << shift) ? [{ entry, shift }] : [];
      });
      const was = known.get(name);
      for (const value of readers.length ? alternatives(answers, was) : []) {
        const { sure: on, excluded: off } = answers.get(value);
        const words = `“${answerInWords(FACTS.get(name), value)}”${id === "concern" ? "" : ` for ${called(id)}`}`;
        for (const { entry, shift } of readers) {
          const { sure, possible } = bits[entry.layer];
          const kept = ~((on | off) << shift);
          const before = statusOf(entry.formula, sure, possible);
          const after = statusOf(entry.formula, (sure & kept) | (on << shift), (possible & kept) | (on << shift));
          if (before === after) continue;
          const about = entry.owner === CONCERN ? "concern" : one.people[entry.owner].id;
          const key = `${PACK.rules[entry.node].id}/${about}`;
          if (!altering.has(key)) altering.set(key, []);
          altering.get(key).push((whom) => `With ${words}, it ${THEN[after]}${whom}.`);
        }
      }
    }
  }
  return altering;
}

/** One other value for each way in which conditions can see it, the nearest to the present one first. */
function alternatives(answers, was) {
  const values = [...answers.keys()];
  if (typeof was === "number") values.sort((a, b) => Math.abs(a - was) - Math.abs(b - was));
  const key = (value) => `${answers.get(value).sure}/${answers.get(value).excluded}`;
  const seen = new Set(was === undefined ? [] : [key(was)]);
  return values.filter((value) => !seen.has(key(value)) && seen.add(key(value)));
}
