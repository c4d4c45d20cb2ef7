// Literals as bits. Bits are in the order of facts (the concern's as the procedure has them, then each person's as the
// case lists people), so that of two sets of facts the one without the later facts is the smaller number. Events come
// before all facts: no answer names them. What concerns a child who is not listed comes directly after the fact that
// says whether all are, under that fact's name.

const keyOf = (owner, name) => `${owner} ${name}`;
const bitAt = (place) => 1n << BigInt(place);

/** The bits of one owner, and of each fact and answer those made certain and those excluded. */
function block(rows, values) {
  let width = 0;
  const told = new Map();
  for (const [name, isUnlisted, , sets] of rows) {
    const first = width;
    width += sets.length;
    if (isUnlisted) continue; // Nothing can be learned of them.
    const answers = values(name).map((value, place) => {
      const bits = (wanted) =>
        sets.reduce((sum, set, i) => (((set >> place) & 1) === wanted ? sum | bitAt(first + i) : sum), 0n);
      return [value, { sure: bits(1), excluded: bits(0) }];
    });
    told.set(name, new Map(answers));
  }
  return { width, told, full: bitAt(width) - 1n };
}

const BLOCKS = new Map(
  Object.entries(PACK.layout).map(([scope, { events, facts }]) => {
    const happened = block(events.map(([name, sets]) => [name, false, "", sets]), () => [true, false]);
    const nothing = [...happened.told.values()].reduce((bits, answers) => bits | answers.get(false).sure, 0n);
    return [scope, { facts: block(facts, (name) => FACTS.get(name).values), events: happened, nothing }];
  }),
);

/** Where each owner's bits are, for one listing of people. */
class Placement {
  constructor(kinds) {
    const owners = [[CONCERN, "concern"], ...kinds.entries()];
    this.kinds = kinds;
    this.variables = new Map();
    this.names = [];
    this.eventShift = new Map();
    this.factShift = new Map();
    for (const [owner, scope] of owners) {
      this.eventShift.set(owner, BigInt(this.names.length));
      for (const [name, sets] of PACK.layout[scope].events) this.add(keyOf(owner, `event ${name}`), sets, 3, null);
    }
    this.eventBits = bitAt(this.names.length) - 1n;
    for (const [owner, scope] of owners) {
      this.factShift.set(owner, BigInt(this.names.length));
      for (const [name, isUnlisted, called, sets] of PACK.layout[scope].facts) {
        const all = 2 ** (FACTS.get(name)?.values.length ?? 2) - 1;
        this.add(keyOf(isUnlisted ? UNLISTED : owner, name), sets, all, [owner, called]);
      }
    }
  }

  add(key, sets, all, name) {
    this.variables.set(key, { place: this.variables.size, at: this.names.length, sets, all });
    for (const _ of sets) this.names.push(name);
  }

  fact(owner, name) {
    return this.variables.get(keyOf(owner, name));
  }

  event(owner, name) {
    return this.variables.get(keyOf(owner, `event ${name}`));
  }

  /** The bit of a literal. */
  bit(variable, set) {
    return bitAt(variable.at + variable.sets.indexOf(set));
  }

  /** The variable's first bit. */
  first(variable) {
    return bitAt(variable.at);
  }

  /** The bits of every literal that holds whenever this one does. */
  reach(variable, set) {
    return variable.sets.reduce((bits, wider, i) => (isWithin(set, wider) ? bits | bitAt(variable.at + i) : bits), 0n);
  }

  /** What the bits are called, each name once, in order: pairs of owner and fact. Events have no name. */
  named(mask) {
    const found = [];
    let last = null;
    for (let start = 0, left = mask; left; start += 32, left >>= 32n) {
      let word = Number(left & 0xffffffffn);
      while (word) {
        const name = this.names[start + 31 - Math.clz32(word & -word)];
        if (name && !(last && last[0] === name[0] && last[1] === name[1])) found.push((last = name));
        word &= word - 1;
      }
    }
    return found;
  }

  /** Sure and possible bits of the concern and of these people, from what is known of each. */
  bits(concern, people) {
    let happened = concern.events;
    let [sure, possible] = [concern.sure << this.factShift.get(CONCERN), concern.possible << this.factShift.get(CONCERN)];
    people.forEach((known, owner) => {
      const shift = this.factShift.get(owner);
      sure |= known.sure << shift;
      possible |= known.possible << shift;
      happened |= known.events << this.eventShift.get(owner);
    });
    return { sure: sure | happened, possible: possible | happened };
  }
}

/** One owner's bits: the concern's, or a person's. */
function knownOf(scope, facts, happened) {
  const { facts: answers, events, nothing } = BLOCKS.get(scope);
  let [sure, excluded, bits] = [0n, 0n, nothing];
  for (const [name, value] of facts) {
    const told = answers.told.get(name).get(value);
    sure |= told.sure;
    excluded |= told.excluded;
  }
  for (const type of happened) {
    const told = events.told.get(type);
    if (told) bits = (bits & ~told.get(false).sure) | told.get(true).sure;
  }
  return { sure, possible: answers.full ^ excluded, events: bits };
}
