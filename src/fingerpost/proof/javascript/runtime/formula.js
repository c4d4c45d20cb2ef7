// A condition over bits, in a form in which knowledge settles it exactly. A bit says that a literal holds. Put what
// surely holds in, and the formula says whether the condition is settled; put what possibly holds in, and it says
// whether the condition can still come true. Parts joined by Some and Every share no variable; tangled parts are kept as
// their prime grounds. `because` gives null where the condition is not settled.

class Some {
  constructor(mask, parts) {
    this.mask = mask;
    this.parts = parts;
    this.bits = parts.reduce((bits, part) => bits | part.bits, mask);
  }

  holds(x) {
    return (x & this.mask) !== 0n || this.parts.some((part) => part.holds(x));
  }

  /** The smallest set of sure bits that suffices, in the contract's order. */
  because(sure) {
    const met = sure & this.mask;
    let best = met ? met & -met : null;
    for (const part of this.parts) {
      const found = part.because(sure);
      if (found !== null && (best === null || found < best)) best = found;
    }
    return best;
  }

  /** The bits that are not settled and can still change the formula, which is itself not settled. */
  open(sure, possible) {
    let bits = possible & this.mask;
    for (const part of this.parts) if (part.holds(possible)) bits |= part.open(sure, possible);
    return bits;
  }
}

class Every {
  constructor(mask, parts) {
    this.mask = mask;
    this.parts = parts;
    this.bits = parts.reduce((bits, part) => bits | part.bits, mask);
  }

  holds(x) {
    return (x & this.mask) === this.mask && this.parts.every((part) => part.holds(x));
  }

  because(sure) {
    if ((sure & this.mask) !== this.mask) return null;
    let total = this.mask;
    for (const part of this.parts) {
      const found = part.because(sure);
      if (found === null) return null;
      total |= found;
    }
    return total;
  }

  open(sure, possible) {
    let bits = possible & this.mask & ~sure;
    for (const part of this.parts) if (!part.holds(sure)) bits |= part.open(sure, possible);
    return bits;
  }
}

/** At least one of the prime grounds: each its bits, its rank, and its reach (its bits and those of wider literals). */
class Primes {
  constructor(grounds) {
    const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
    this.grounds = grounds.sort((one, other) => order(one.rank, other.rank) || order(one.bits, other.bits));
    this.bits = grounds.reduce((bits, one) => bits | one.bits, 0n);
  }

  holds(x) {
    return this.grounds.some(({ bits }) => (x & bits) === bits);
  }

  because(sure) {
    return this.grounds.find(({ bits }) => (sure & bits) === bits)?.bits ?? null;
  }

  open(sure, possible) {
    const left = new Map();
    for (const { bits, reach } of this.grounds) if ((possible & bits) === bits) left.set(bits & ~sure, reach);
    let open = 0n;
    for (const [rest, reach] of left) {
      if (![...left.keys()].some((other) => other !== rest && (other & reach) === other)) open |= rest;
    }
    return open;
  }
}

/** The formula of a ground expression. */
function formula(whole, placement) {
  if (whole === true) return new Every(0n, []);
  if (whole === false) return new Some(0n, []);
  if (whole.variable) return new Some(placement.bit(whole.variable, whole.values), []);
  let mask = 0n;
  const parts = [];
  for (const group of partition(whole.parts)) {
    if (group.length > 1) parts.push(tangled(join(whole.every, group), placement));
    else if (group[0].variable) mask |= placement.bit(group[0].variable, group[0].values);
    else parts.push(formula(group[0], placement));
  }
  if (!mask && parts.length === 1) return parts[0];
  return whole.every ? new Every(mask, parts) : new Some(mask, parts);
}

/** Parts that share a variable: a common factor is taken out if there is one, else the prime grounds are found. */
function tangled(whole, placement) {
  const without = factored(whole);
  if (without !== null) return formula(without, placement);
  const union = (cube, bits) => [...cube].reduce((sum, [variable, set]) => sum | bits(variable, set), 0n);
  return new Primes(
    primes(whole).map((cube) => ({
      bits: union(cube, (variable, set) => placement.bit(variable, set)),
      rank: union(cube, (variable) => placement.first(variable)) & ~placement.eventBits,
      reach: union(cube, (variable, set) => placement.reach(variable, set)),
    })),
  );
}

/** `(x and y) or (x and z)` as `x and (y or z)`, likewise exchanged; null if nothing is common. */
function factored(whole) {
  if (!whole.parts) return whole;
  const inner = !whole.every;
  const rows = whole.parts.map((part) => (part.parts && part.every === inner ? part.parts : [part]));
  const has = (row, part) => row.some((one) => one.key === part.key);
  const common = rows[0].filter((part) => rows.slice(1).every((row) => has(row, part)));
  if (!common.length) return null;
  const rests = rows.map((row) => join(inner, row.filter((part) => !has(common, part))));
  return join(inner, [...common, join(whole.every, rests)]);
}
