// A condition for one listing of people: quantifiers spelt out, `not` pushed to the leaves, only literals left.
// A literal says that a variable has one of some values; a set of values is a whole number, its bit i for the i-th.
// A ground expression is true, false, a literal, or a join: all of its parts (`every`), or at least one of them.

const CONCERN = -2;
const UNLISTED = -1;
const YES = 1; // Of yes and no the first.

const literal = (variable, values) => ({ variable, values, key: `${variable.place}=${values}` });

/** And (`every`) or or: flattened, constants and duplicates gone, literals of one variable made one. */
function join(every, parts) {
  const values = new Map();
  const joins = new Map();
  for (const part of flat(every, parts)) {
    if (part === true || part === false) {
      if (part !== every) return part;
    } else if (part.variable) {
      const { variable } = part;
      const before = values.get(variable);
      let set = part.values;
      if (before !== undefined) set = every ? set & before : set | before;
      if (set === 0 || set === variable.all) return !every;
      values.set(variable, set);
    } else {
      joins.set(part.key, part);
    }
  }
  const whole = [...values].map(([variable, set]) => literal(variable, set));
  whole.push(...[...joins.values()].filter((part) => !isAbsorbed(part, values)));
  if (whole.length === 1) return whole[0];
  return whole.length ? { every, parts: whole, key: `${every ? "&" : "|"}(${whole.map((p) => p.key).join()})` } : every;
}

function* flat(every, parts) {
  for (const part of parts) {
    if (part.parts && part.every === every) yield* part.parts;
    else yield part;
  }
}

const isWithin = (set, other) => (set & ~other) === 0;

/** `x or (x and y)` is `x`; `x and (x or y)` is `x`. */
function isAbsorbed(part, values) {
  return part.parts.some((inner) => {
    const set = inner.variable && values.get(inner.variable);
    return set !== undefined && (part.every ? isWithin(inner.values, set) : isWithin(set, inner.values));
  });
}

/** Spells a condition of the checked tree out, seen from `person`; under `not` where `sign` is false. */
function ground(index, placement, person = CONCERN, sign = true) {
  const [kind, ...of] = PACK.nodes[index];
  const under = (node, seen = person) => ground(node, placement, seen, sign);
  const people = () => placement.kinds.flatMap((known, place) => (known === of[0] ? [place] : []));
  switch (kind) {
    case "constant":
      return of[0] === sign;
    case "answer": {
      const variable = placement.fact(FACTS.get(of[0]).scope === "concern" ? CONCERN : person, of[0]);
      return literal(variable, sign ? of[1] : variable.all & ~of[1]);
    }
    case "happened": {
      const variable = placement.event(EVENTS.get(of[0]).about === "concern" ? CONCERN : person, of[0]);
      return literal(variable, sign ? YES : variable.all & ~YES);
    }
    case "not":
      return ground(of[0], placement, person, !sign);
    case "and":
    case "or":
      return join((kind === "and") === sign, of.map((node) => under(node)));
    case "any":
    case "all":
      return join((kind === "all") === sign, people().map((place) => under(of[1], place)));
    case "unlisted": {
      const [listed, given, body] = of;
      const all = placement.fact(CONCERN, listed);
      const exists = placement.fact(UNLISTED, "exists");
      return join(sign, [
        literal(all, sign ? all.all & ~YES : YES),
        literal(exists, sign ? YES : exists.all & ~YES),
        settled(under(body, UNLISTED), placement.fact(UNLISTED, given)),
      ]);
    }
    default:
      throw new Error(`there is no condition of the kind ${kind}`);
  }
}

/** `whole` with the variable settled: it is so. */
function settled(whole, variable) {
  if (whole.variable) return whole.variable === variable ? (whole.values & YES) === YES : whole;
  if (whole.parts) return join(whole.every, whole.parts.map((part) => settled(part, variable)));
  return whole;
}

/** Every variable beneath. */
function variablesOf(whole, found = new Set()) {
  if (whole.variable) found.add(whole.variable);
  for (const part of whole.parts ?? []) variablesOf(part, found);
  return found;
}
