// What is sent to the guide, made into answers; or what to tell somebody, by the field. `sent` is a FormData, or null
// where a page is only looked at.

class Form {
  constructor(sent) {
    this.sent = sent;
    this.errors = new Map();
    this.fields = [];
  }

  /** A field as the templates know it. `form[name]` is it. */
  field(name, initial, choices = [], many = false) {
    const value = () => (this.sent === null ? initial : many ? this.sent.getAll(name) : (this.sent.get(name) ?? ""));
    this.fields.push(name);
    this[name] = {
      auto_id: `id_${name}`,
      html_name: name,
      value,
      field: { choices },
      get errors() {
        return [];
      },
    };
    Object.defineProperty(this[name], "errors", { get: () => this.errors.get(name) ?? [] });
  }

  /** A day in three boxes. `initial` is a day's text, as 2026-03-27. */
  dayField(name, initial) {
    this.field(name, initial);
    const split = (day) => (day ? day.split("-").map((part_) => String(Number(part_))).reverse() : ["", "", ""]);
    this[name].value = () => (this.sent === null ? split(initial) : [0, 1, 2].map((box) => this.sent.get(`${name}_${box}`) ?? ""));
    this[name].field.parts = (value) => value;
  }

  refuse(name, why) {
    const all = this.errors.get(name) ?? [];
    if (!all.includes(why)) this.errors.set(name, [...all, why]);
    return null;
  }

  text(name) {
    return (this.sent.get(name) ?? "").trim();
  }

  get isValid() {
    return this.sent !== null && this.errors.size === 0;
  }

  /** The day that is written in three boxes, null where there is none or it is wrong. */
  readDay(name, what, required, earliest = 2000) {
    const boxes = this[name].value().map((box) => box.trim());
    if (!boxes.some(Boolean)) return required ? this.refuse(name, `Enter the ${what}`) : null;
    if (boxes.some((box) => box && !/^[+-]?[0-9]+(\.0*)?$/.test(box))) return this.refuse(name, `Write the ${what} in numbers, as 27 3 2026`);
    if (!boxes.every(Boolean)) return this.refuse(name, `The ${what} needs a day, a month and a year`);
    const [day, month, year] = boxes.map((box) => parseInt(box, 10));
    const text = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
    if (year < 1 || year > 9999 || dayFrom(text) === null) return this.refuse(name, `There is no such day: check the ${what}`);
    if (year < earliest || year > 2100) return this.refuse(name, `Check the year of the ${what}`);
    return text;
  }

  /** The minute of the day that is written, as people write it: 14:05, 9.30, 2pm. */
  readClock(name, what) {
    const text = this.text(name).replaceAll(" ", "").toLowerCase();
    if (!text) return this.refuse(name, `Enter the ${what}`);
    const found =
      /^(2[0-3]|[01][0-9]|[0-9])[:.]?([0-5][0-9]|[0-9])$/.exec(text) ??
      /^(1[0-2]|0[1-9]|[1-9])(?:[:.]([0-5][0-9]|[0-9]))?(am|pm)$/.exec(text);
    if (!found) return this.refuse(name, `Write the ${what} like 14:05 or 2pm`);
    const [, hour, minute = "0", half] = found;
    return (half ? (Number(hour) % 12) + (half === "pm" ? 12 : 0) : Number(hour)) * 60 + Number(minute);
  }

  /** A day and a time in London, not later than now, in seconds. */
  readMoment(what, now) {
    const [day, minutes] = [this.readDay("day", `day ${what}`, true), this.readClock("clock", `time ${what}`)];
    if (day === null || minutes === null) return null;
    const clock = dayFrom(day) * DAY + minutes * 60;
    const at = local(clock - 3600) === clock ? clock - 3600 : clock;
    return at > now ? this.refuse("day", `The day and time ${what} are in the future`) : at;
  }
}

const TICK_GROUPS = ["child", "adult", "concern"];
const groupOf = ({ lists }) => (lists.includes("adult") ? "adult" : lists.length ? "child" : "concern");

function happenedForm(sent, ticked) {
  const form = new Form(sent);
  for (const group of TICK_GROUPS) {
    const choices = MORE.ticks.filter((tick) => groupOf(tick) === group).map(({ id, text }) => [id, text]);
    form.field(group, ticked.map(({ id }) => id), choices, true);
  }
  return form;
}

/** How many children and adults are involved. `more` has how many more there are of each. */
function peopleForm(state, sent) {
  const form = new Form(sent);
  const now = { children: ofKind(state, "child").length, adults: ofKind(state, "adult").length };
  for (const [name, number] of Object.entries(now)) form.field(name, number || "");
  if (sent === null) return form;
  form.more = {};
  for (const [name, number] of Object.entries(now)) {
    const text = form.text(name) || String(number);
    if (!/^[0-9]{1,3}$/.test(text)) form.refuse(name, `Write the number of ${name} in digits, such as ${Math.max(number, 1)}`);
    else if (Number(text) < number) form.refuse(name, `To take somebody off the list, use “Remove” beside them. ${number} are listed`);
    else form.more[name] = Number(text) - number;
  }
  if (!form.errors.size && state.people.length + form.more.children + form.more.adults > MORE.most.people) {
    form.refuse(
      "children",
      `The guide takes ${MORE.most.people} people at most. List those first who matter for what is due today, and tell ` +
        "children’s social care or the police about the others when you ring",
    );
  }
  return form;
}

const listing_ = (state, { more }) => withMore(withMore(state, "child", more.children), "adult", more.adults);

const DO_NOT_KNOW = ["unknown", "I don’t know"];

function choicesOf(fact) {
  if (fact.type === "bool") return [["yes", "Yes"], ["no", "No"], DO_NOT_KNOW];
  if (fact.type === "enum") return [...fact.values.map((value) => [String(value), fact.labels[value] ?? String(value)]), DO_NOT_KNOW];
  return [["years", "I know the age"], ...(fact.birth_date ? [["born", "I know the date of birth"]] : []), DO_NOT_KNOW];
}

function initialOf({ name, birth, fact }, given) {
  if (birth && given.get(birth)?.value) return "born";
  const answer = given.get(name);
  if (!answer) return null;
  if (answer.value === null) return "unknown";
  if (fact.type === "int") return "years";
  return answer.value === true ? "yes" : answer.value === false ? "no" : String(answer.value);
}

/** The questions of one page; `answers` has what was answered, what was left open as not known. */
function questionForm(rows, day, sent, given) {
  const form = new Form(sent);
  for (const one of rows) {
    form.field(one.name, initialOf(one, given), choicesOf(one.fact));
    if (one.fact.type !== "int") continue;
    form.field(`${one.name}.years`, given.get(one.name)?.value ?? null);
    if (one.birth) form.dayField(`${one.name}.born`, given.get(one.birth)?.value?.day ?? null);
  }
  if (sent !== null) form.answers = rows.map((one) => answerIn(form, one, day));
  return form;
}

function answerIn(form, { name, birth, fact }, day) {
  const chosen = form.text(name);
  if (chosen && !choicesOf(fact).some(([value]) => value === chosen)) form.refuse(name, "Select one of the answers");
  if (fact.type === "bool") return [name, chosen === "yes" ? true : chosen === "no" ? false : null];
  if (fact.type === "enum") return [name, fact.values.find((value) => String(value) === chosen) ?? null];
  return ageIn(form, name, birth, fact, day, chosen);
}

function ageIn(form, name, birth, fact, day, chosen) {
  const years = form.text(`${name}.years`);
  const born = birth && form.readDay(`${name}.born`, "date of birth", false);
  const how = chosen || (years ? "years" : born || form.errors.has(`${name}.born`) ? "born" : "");
  const inRange = (age) => fact.values.includes(age);
  if (how === "years") {
    if (/^[0-9]+$/.test(years) && inRange(Number(years))) return [name, Number(years)];
    form.refuse(`${name}.years`, `Enter an age from ${fact.values[0]} to ${fact.values.at(-1)}`);
  } else if (how === "born" && !born) {
    if (!form.errors.has(`${name}.born`)) form.refuse(`${name}.born`, "Enter the date of birth");
  } else if (how === "born") {
    if (inRange(ageOn(dayFrom(born), day))) return [birth, { day: born }];
    form.refuse(
      `${name}.born`,
      dayFrom(born) > day
        ? "The date of birth is after the day on which you became aware"
        : "Somebody born on that day was no child on the day on which you became aware",
    );
  }
  return [name, null];
}

function awareForm(state, now, sent) {
  const form = new Form(sent);
  form.dayField("day", dayText(dayAt(state.aware)));
  form.field("clock", clockAt(state.aware));
  if (sent !== null) form.moment = form.readMoment("you became aware", now);
  return form;
}

/** Something that has happened since, when, and for an agreement to tell: who may be told. */
function eventForm(state, now, sent) {
  const form = new Form(sent);
  const offered = MORE.matter.map((id) => EVENTS.get(id)).flatMap((event) =>
    event.about === "concern"
      ? [[event.id, event.text]]
      : ofKind(state, event.about).map((person) => [`${event.id}/${person}`, `${called(person)}: ${event.text}`]),
  );
  const told = state.people.flatMap((person) => [
    [person, called(person)],
    ...(kindOf(person) === "child" ? ["parents"] : ["partner", "employer"]).map((relation) => [`${relation}:${person}`, toldPerson(`${relation}:`, person)]),
  ]);
  form.dayField("day", null);
  form.field("clock", null);
  form.field("event", null, offered);
  form.field("to", null, [["", "Choose"], ...told]);
  if (sent === null) return form;
  const at = form.readMoment("it happened", now);
  const [type, person] = form.text("event").split("/");
  if (!offered.some(([value]) => value === form.text("event"))) form.refuse("event", "Select what has happened");
  const event = EVENTS.get(type);
  if (event?.to && !form.text("to")) form.refuse("to", "Select who may be told");
  form.happening = { type, at, person: person ?? null, to: event?.to ? form.text("to") : null };
  return form;
}
