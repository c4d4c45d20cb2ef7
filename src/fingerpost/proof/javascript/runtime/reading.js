// Plain data into a case: everything that is wrong is found, or a case comes out.

const AN_OFFSET = "A time with its offset from UTC, such as 2026-11-24T14:05:00+00:00";
const SCOPES = ["concern", "child", "adult"];
const OWNERS = { concern: "the concern", child: "a child", adult: "an adult" };
const HOMES = {
  concern: "It is about the concern as a whole and belongs in the case's own facts",
  child: "It is about a child and belongs in the facts of each child it is true of",
  adult: "It is about an adult and belongs in the facts of each adult it is true of",
};
const RELATIONS = new Map([["parents", "child"], ["partner", "adult"], ["employer", "adult"]]);
const CASE_KEYS = ["reported_at", "facts", "people", "events", "as_of", "procedure"];
const PERSON_KEYS = ["id", "kind", "facts"];
const EVENT_KEYS = ["type", "person", "to", "at"];
const TIME =
  /^([0-9]{4})-([0-9]{2})-([0-9]{2})[T ]([01][0-9]|2[0-3]):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?(?:(Z)|([+-])([0-9]{2}):([0-9]{2}))?$/;

const isMapping = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isMissing = (value) => value === null || value === undefined;
const own = (mapping, key) => (Object.hasOwn(mapping, key) ? mapping[key] : undefined);

const ANSWERS = new Map(
  SCOPES.map((scope) => {
    const of = PACK.facts.filter((fact) => fact.scope === scope);
    const births = new Map(of.filter((fact) => fact.birth_date).map((fact) => [fact.birth_date, fact]));
    const facts = new Map(of.map((fact) => [fact.id, fact]));
    return [scope, { facts, births, names: [...facts.keys(), ...births.keys()] }];
  }),
);
const scopeOf = (name) => SCOPES.find((scope) => ANSWERS.get(scope).names.includes(name));

/** The case that a document states. Throws a CaseError with every problem. */
function caseFrom(document) {
  const reader = new Reader();
  const one = reader.case(document);
  if (one === null || reader.problems.length) {
    const found = inTextOrder(document, reader.problems);
    throw new CaseError(found.map(({ path, what, right }) => problem(pathText(path), what, right)));
  }
  return one;
}

class Reader {
  constructor() {
    this.problems = [];
    this.kinds = new Map();
    this.day = null;
  }

  refuse(path, what, right) {
    this.problems.push({ path, what, right });
    return null;
  }

  case(document) {
    if (!isMapping(document)) {
      const what = isMissing(document) ? "the text is empty" : `a case is not ${shown(document)}`;
      return this.refuse([], what, `A case is a mapping with ${listed(CASE_KEYS)}`);
    }
    this.unknownKeys([], document, CASE_KEYS);
    const reportedAt = this.reportedAt(own(document, "reported_at"));
    const { known: facts } = this.answers(["facts"], own(document, "facts"), "concern");
    const people = this.people(own(document, "people"));
    const events = this.events(own(document, "events"));
    const asOf = own(document, "as_of");
    let moment = isMissing(asOf) ? null : this.time(["as_of"], asOf);
    const procedure = own(document, "procedure");
    const name = `${PACK.id}@${PACK.version}`;
    if (!isMissing(procedure) && procedure !== name) {
      this.refuse(["procedure"], `${shown(procedure)} is not the procedure at hand`, `It is “${name}”`);
    }
    if (reportedAt === null) return null;
    moment ??= events.reduce((last, { at }) => (isLater(at, last) ? at : last), reportedAt);
    return { day: this.day, facts, people, events, asOf: moment };
  }

  reportedAt(value) {
    const path = ["reported_at"];
    if (isMissing(value)) {
      return this.refuse(path, "the moment at which the practitioner became aware is missing", AN_OFFSET);
    }
    const moment = this.time(path, value);
    if (moment === null) return null;
    this.day = londonDay(moment);
    if (this.day > HORIZON) {
      const what = `no working day can be counted from ${dayText(this.day)}`;
      this.refuse(path, what, `The bank holidays are known until ${dayText(HORIZON)}`);
    }
    return moment;
  }

  unknownKeys(path, document, known) {
    for (const key of Object.keys(document)) {
      if (known.includes(key) || document[key] === undefined) continue;
      if (scopeOf(key)) {
        const what = `${shown(key)} is a fact and does not belong here`;
        this.refuse([...path, key], what, "Facts go one step further in, under “facts”");
      } else {
        this.refuse([...path, key], `there is no key ${shown(key)}`, nearest(key, known) || `Known are ${listed(known)}`);
      }
    }
  }

  /** The known answers of one scope, and the birth date where one was given. */
  answers(path, value, scope) {
    const known = new Map();
    let born = null;
    if (isMissing(value)) return { known, born };
    if (!isMapping(value)) {
      this.refuse(path, `facts are not ${shown(value)}`, "A mapping of facts to their answers");
      return { known, born };
    }
    const { facts, births } = ANSWERS.get(scope);
    for (const [name, answer] of Object.entries(value)) {
      const fact = facts.get(name);
      const at = [...path, name];
      if (answer === undefined || (answer === null && (fact || births.has(name)))) continue;
      if (fact?.values.includes(answer)) {
        known.set(name, answer);
      } else if (births.has(name)) {
        const of = births.get(name);
        born = this.birth(at, answer, of, own(value, of.id));
        if (born !== null && this.day !== null) known.set(of.id, ageOn(born, this.day));
      } else if (fact) {
        this.refuse(at, ...rightAnswer(fact, answer));
      } else {
        this.refuse(at, ...unknownFact(name, scope));
      }
    }
    return { known, born };
  }

  /** The birth date that gives an age. */
  birth(path, value, fact, age) {
    if (!isMissing(age)) {
      const what = `it is given together with ${shown(fact.id)}`;
      return this.refuse(path, what, "Give one of them, leave out the other");
    }
    const born = this.date(path, value);
    if (born === null || this.day === null) return null;
    const years = ageOn(born, this.day);
    const [birth, day] = [dayText(born), dayText(this.day)];
    if (years < 0) {
      this.refuse(path, `${birth} is after the day reported, ${day}`, "The day on which the child was born");
    } else if (!fact.values.includes(years)) {
      const right = `A child is ${Math.max(...fact.values)} or younger`;
      this.refuse(path, `somebody born on ${birth} was ${years} on ${day}`, right);
    }
    return born;
  }

  date(path, value) {
    if (typeof value !== "string" || !/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(value)) {
      return this.refuse(path, `${shown(value)} is not a date`, "Year, month and day, such as 2014-03-31");
    }
    const day = dayFrom(value);
    if (day !== null) return day;
    return this.refuse(path, `there is no day ${shown(value)}`, "A day of the calendar, such as 2014-03-31");
  }

  /** A moment with its offset, whose day in London can be told. */
  time(path, value) {
    const form = typeof value === "string" ? TIME.exec(value) : null;
    if (!form) return this.refuse(path, `${shown(value)} is not a time`, AN_OFFSET);
    const [, year, , , hour, minute, second = "0", fraction = "", utc, sign, hours = "0", minutes = "0"] = form;
    const day = dayFrom(value.slice(0, 10));
    const offset = (Number(hours) * 60 + Number(minutes)) * 60;
    if (day === null || Number(minute) > 59 || Number(second) > 59 || offset >= DAY) {
      return this.refuse(path, `there is no such time as ${shown(value)}`, AN_OFFSET);
    }
    if (!utc && !sign) return this.refuse(path, `${shown(value)} does not say how far from UTC it is`, AN_OFFSET);
    if (Number(year) <= 1 || Number(year) >= 9999) {
      return this.refuse(path, `the year of ${shown(value)} is out of reach`, "A year from 2 to 9998");
    }
    const seconds = day * DAY + Number(hour) * 3600 + Number(minute) * 60 + Number(second);
    return { seconds: seconds - (sign === "-" ? -offset : offset), micros: Number(fraction.padEnd(6, "0").slice(0, 6)) };
  }

  /** Path and mapping of each item of a list, refusing what is no such thing. */
  *items(name, value, known) {
    if (isMissing(value)) return;
    if (!Array.isArray(value)) {
      this.refuse([name], `${name} are not ${shown(value)}`, `A list, each with ${listed(known)}`);
      return;
    }
    for (const [index, item] of value.entries()) {
      const path = [name, index];
      if (isMapping(item)) {
        this.unknownKeys(path, item, known);
        yield [path, item];
      } else {
        this.refuse(path, `${shown(item)} is here`, `A mapping with ${listed(known)}`);
      }
    }
  }

  people(value) {
    const people = [];
    const places = new Map();
    for (const [path, item] of this.items("people", value, PERSON_KEYS)) {
      const id = this.ident(path, own(item, "id"), places);
      const kind = own(item, "kind");
      if (kind === "child" || kind === "adult") {
        const { known: facts, born } = this.answers([...path, "facts"], own(item, "facts"), kind);
        if (id === null) continue;
        this.kinds.set(id, kind);
        people.push({ id, kind, facts, born });
      } else {
        const what = isMissing(kind) ? "the kind of person is missing" : `${shown(kind)} is no kind of person`;
        const advice = typeof kind === "string" ? nearest(kind, ["child", "adult"]) : "";
        this.refuse([...path, "kind"], what, `${advice} Write child or adult`.trim());
        if (id !== null) this.kinds.set(id, null); // There, so that an event that names them is not refused as well.
      }
    }
    return people;
  }

  /** A person's id if it is a good one, used once. */
  ident(path, value, places) {
    const at = [...path, "id"];
    if (typeof value !== "string" || !/^[^ /:]+$/.test(value) || !isPrintable(value)) {
      const what = isMissing(value) ? "the id is missing" : `${shown(value)} cannot be an id`;
      return this.refuse(at, what, "A short name such as c1, without white space, slash or colon");
    }
    if (value === "concern" || value === "unlisted") {
      return this.refuse(at, `${shown(value)} cannot be a person's id: answers use it for something else`, "A short name such as c1, without white space, slash or colon");
    }
    if (places.has(value)) {
      const first = pathText(places.get(value));
      const what = `two people have the id ${shown(value)} (the first is ${first})`;
      return this.refuse(at, what, "An id of their own for each person");
    }
    places.set(value, path);
    return value;
  }

  events(value) {
    const events = [];
    for (const [path, item] of this.items("events", value, EVENT_KEYS)) {
      const event = this.eventType([...path, "type"], own(item, "type"));
      const at = own(item, "at");
      if (isMissing(at)) this.refuse([...path, "at"], "the time at which it happened is missing", AN_OFFSET);
      const moment = isMissing(at) ? null : this.time([...path, "at"], at);
      if (event === null) continue;
      const person = this.eventPerson([...path, "person"], own(item, "person"), event);
      const to = this.recipient([...path, "to"], own(item, "to"), event);
      if (moment !== null) events.push({ type: event.id, at: moment, person, to });
    }
    return events;
  }

  eventType(path, value) {
    const event = typeof value === "string" ? EVENTS.get(value) : undefined;
    if (event) return event;
    const what = isMissing(value) ? "what happened is missing" : `${shown(value)} is no event`;
    const advice = typeof value === "string" ? nearest(value, EVENTS.keys()) : "";
    return this.refuse(path, what, advice || `One of ${listed([...EVENTS.keys()])}`);
  }

  /** The person an event is about, if it names somebody of the right kind. */
  eventPerson(path, value, event) {
    if (event.about === "concern") {
      if (!isMissing(value)) this.refuse(path, `${shown(event.id)} names nobody`, "Leave the person out");
      return null;
    }
    const ids = [...this.kinds].filter(([, kind]) => kind === event.about).map(([id]) => id);
    const right = ids.length
      ? `The id of ${OWNERS[event.about]} of this case: ${ids.join(", ")}`
      : `This case lists no ${event.about}`;
    if (isMissing(value)) return this.refuse(path, `${shown(event.id)} names a person, who is missing`, right);
    if (!this.kinds.has(value)) return this.refuse(path, `${shown(value)} is nobody in this case`, right);
    const kind = this.kinds.get(value);
    if (kind === event.about || kind === null) return value;
    return this.refuse(path, `${shown(event.id)} cannot name ${shown(value)}, a ${kind}`, right);
  }

  /** Who may be told from now on, for an event that says so. */
  recipient(path, value, event) {
    if (!event.to) {
      if (!isMissing(value)) this.refuse(path, `${shown(event.id)} does not say who to`, "Leave this out");
      return null;
    }
    const right = "A person's id, or parents: and a child's id, or partner: or employer: and an adult's id";
    if (isMissing(value)) return this.refuse(path, "who may be told is missing", right);
    if (typeof value !== "string") return this.refuse(path, `${shown(value)} names nobody`, right);
    if (this.kinds.has(value) || this.isRelation(value)) return value;
    return this.refuse(path, `${shown(value)} names nobody in this case`, right);
  }

  isRelation(text) {
    const at = text.indexOf(":");
    const [relation, id] = at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
    if (!RELATIONS.has(relation) || !this.kinds.has(id)) return false;
    const kind = this.kinds.get(id);
    return kind === RELATIONS.get(relation) || kind === null;
  }
}

/** What to say of a fact that a scope does not have. */
function unknownFact(name, scope) {
  const home = scopeOf(name);
  if (home) return [`${shown(name)} is no fact of ${OWNERS[scope]}`, HOMES[home]];
  const everywhere = SCOPES.flatMap((one) => ANSWERS.get(one).names);
  const advice = nearest(name, ANSWERS.get(scope).names) || nearest(name, everywhere);
  return [`there is no fact ${shown(name)}`, advice || "The command “fingerpost facts” lists them"];
}

/** What to say of an answer that a fact does not have. */
function rightAnswer(fact, answer) {
  const text = typeof answer === "string" ? answer.toLowerCase() : "";
  if (fact.type === "bool") {
    const hint = { yes: "true", no: "false", true: "true", false: "false" }[text];
    const right = `Write ${hint ?? "true or false"}, or leave it out where it is not known`;
    return [`${shown(answer)} is neither true nor false`, right];
  }
  if (fact.type === "int") {
    const what = `${shown(answer)} is not a whole number from ${fact.values[0]} to ${fact.values[fact.values.length - 1]}`;
    return [what, "Leave it out where it is not known"];
  }
  const advice = typeof answer === "string" ? nearest(answer, fact.values) : "";
  return [`${shown(answer)} is not an answer to this`, `${advice} Known are ${listed(fact.values)}`.trim()];
}
