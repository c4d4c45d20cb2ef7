// What templates written as JavaScript need: Jinja's values, filters and tests, as far as our templates use them.

/** A text that is HTML already. */
class Safe {
  constructor(text) {
    this.text = text;
  }

  toString() {
    return this.text;
  }
}

const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };
const escaped = (text) => text.replace(/[&<>"']/g, (sign) => SIGNS[sign]);

/** A value as Python writes it. */
function spoken(value) {
  if (value === undefined) return "";
  if (value === null) return "None";
  if (value === true) return "True";
  return value === false ? "False" : String(value);
}

/** A value as it goes into a page. */
const printed = (value) => (value instanceof Safe ? value.text : escaped(spoken(value)));
/** The same with its kind kept: what is HTML stays HTML. */
const like = (value, change) => (value instanceof Safe ? new Safe(change(value.text)) : change(spoken(value)));

/** Whether Python takes a value for true. */
function yes(value) {
  if (value instanceof Safe) return value.text !== "";
  if (Array.isArray(value)) return value.length > 0;
  if (value && value.constructor === Object) return Object.keys(value).length > 0;
  return Boolean(value);
}

const and = (left, right) => (yes(left) ? right() : left);
const or = (left, right) => (yes(left) ? left : right());
const eq = (a, b) => (a instanceof Safe ? a.text : a) === (b instanceof Safe ? b.text : b);
const ne = (a, b) => !eq(a, b);
const gt = (a, b) => a > b;
const gte = (a, b) => a >= b;
const lt = (a, b) => a < b;
const lte = (a, b) => a <= b;
const within = (one, many) =>
  typeof many === "string" ? many.includes(spoken(one)) : Array.isArray(many) ? many.some((each) => eq(one, each)) : one in (many ?? {});
const without = (one, many) => !within(one, many);

/** Joined with `~`: where one is HTML, the others are escaped. */
function concat(parts) {
  if (parts.some((one) => one instanceof Safe)) return new Safe(parts.map(printed).join(""));
  return parts.map(spoken).join("");
}

const METHODS = {
  append: (list, one) => void list.push(one),
  items: (mapping) => Object.entries(mapping),
  get: (mapping, key, otherwise) => mapping[key] ?? otherwise,
  format: (text, ...values) => values.reduce((said, value) => said.replace("{}", () => spoken(value)), text),
  isdigit: (text) => /^[0-9]+$/.test(text),
};

/** `of.name`, else what Python's own lists, texts and mappings have of that name. */
function part(of, name) {
  if (of === null || of === undefined) return undefined;
  if (of instanceof Object && name in of && !(Array.isArray(of) && name in METHODS) && !(of instanceof Safe)) {
    const found = of[name];
    return typeof found === "function" && !found.isMacro ? found.bind(of) : found;
  }
  return METHODS[name] && ((...values) => METHODS[name](of, ...values));
}

const item = (of, key) => (of === null || of === undefined ? undefined : of[key]);

function call(what, values, named) {
  if (what === undefined) return undefined;
  if (what.isMacro) return what(values, named ?? {});
  return named ? what(...values, named) : what(...values);
}

function macro(c, names, defaults, body) {
  const made = (values, named) => {
    const frame = Object.create(c);
    const without_ = names.length - defaults.length;
    names.forEach((name, place) => {
      if (place < values.length) frame[name] = values[place];
      else if (name in named) frame[name] = named[name];
      else frame[name] = place >= without_ ? defaults[place - without_](frame) : undefined;
    });
    frame.caller = named.caller;
    return new Safe(body(frame));
  };
  made.isMacro = true;
  return made;
}

function each(c, many, names, test, body, otherwise) {
  let list = many === null || many === undefined ? [] : [...many];
  const framed = (value) => {
    const frame = Object.create(c);
    if (typeof names === "string") frame[names] = value;
    else names.forEach((name, place) => (frame[name] = value[place]));
    return frame;
  };
  if (test) list = list.filter((value) => test(framed(value)));
  if (!list.length) return otherwise ? otherwise(Object.create(c)) : "";
  return list
    .map((value, place) => {
      const frame = framed(value);
      frame.loop = { index: place + 1, index0: place, first: place === 0, last: place === list.length - 1 };
      return body(frame);
    })
    .join("");
}

const block = (c, name) => c.blocks_[name](Object.create(c.top_));

/** A macro of another template, which sees the variables here (`c`) or none. */
function taken(c, name, macro_) {
  const frame = Object.create(c ? c.top_ : GLOBALS);
  TEMPLATES[name].root(frame);
  return frame[macro_];
}

const include = (c, name) => TEMPLATES[name].root(Object.create(c));

/** The page that a template makes of variables. */
function rendered(name, variables) {
  const top = Object.assign(Object.create(GLOBALS), variables);
  top.top_ = top;
  top.blocks_ = {};
  top.self = {};
  for (let at = name; ; ) {
    const template = TEMPLATES[at];
    for (const [called_, body] of Object.entries(template.blocks)) top.blocks_[called_] ??= body;
    for (const called_ of Object.keys(template.blocks)) top.self[called_] = () => new Safe(block(top, called_));
    const text = template.root(top);
    if (!template.parent) return text;
    at = template.parent;
  }
}

const lines = (text, width, first) => text.split("\n").map((line, at) => ((at || first) && line ? " ".repeat(width) + line : line)).join("\n");
const attribute = (one, name) => name.split(".").reduce(part, one);

const FILTERS = {
  capital: (text) => like(text, capital),
  capitalize: (text) => like(text, (said) => capital(said.toLowerCase())),
  day: (day) => (day ? dayInWords(dayFrom(day)) : ""),
  default: (value, otherwise, all) => (value === undefined || (all && !yes(value)) ? otherwise : value),
  escape: (value) => new Safe(printed(value)),
  indent: (text, width = 4, first = false) => like(text, (said) => lines(said, width, first)),
  join(list, between = "") {
    return (list ?? []).some((one) => one instanceof Safe) ? new Safe(list.map(printed).join(between)) : (list ?? []).map(spoken).join(between);
  },
  length: (value) => (value instanceof Safe ? value.text.length : value === undefined ? 0 : (value.length ?? Object.keys(value).length)),
  list: (value) => [...(value ?? [])],
  lower: (value) => like(value, (said) => said.toLowerCase()),
  map: (list, how) => (typeof how === "string" ? (list ?? []).map((one) => FILTERS[how](one)) : (list ?? []).map((one) => attribute(one, how.attribute))),
  min: (list) => Math.min(...list),
  rejectattr: (list, name) => list.filter((one) => !yes(attribute(one, name))),
  replace: (text, old, with_) => like(text, (said) => said.replaceAll(old, () => with_)),
  safe: (value) => new Safe(spoken(value)),
  select: (list) => list.filter(yes),
  string: (value) => (value instanceof Safe ? value : spoken(value)),
  tel: (phone) => telephoneLink(phone),
  trim: (value) => like(value, (said) => said.trim()),
  truncate(text, length) {
    if (text.length <= length + 5) return text;
    const cut = text.slice(0, length - 3);
    return `${cut.includes(" ") ? cut.slice(0, cut.lastIndexOf(" ")) : cut}...`;
  },
  unique: (list) => [...new Set(list)],
  upper: (value) => like(value, (said) => said.toUpperCase()),
};

const TESTS = {
  boolean: (value) => typeof value === "boolean",
  defined: (value) => value !== undefined,
  false: (value) => value === false,
  mapping: (value) => Boolean(value) && value.constructor === Object,
  none: (value) => value === null,
  string: (value) => typeof value === "string" || value instanceof Safe,
  true: (value) => value === true,
  undefined: (value) => value === undefined,
};

const telephoneLink = (phone) => `tel:${phone.replace(/[^+0-9]/g, "")}`;
