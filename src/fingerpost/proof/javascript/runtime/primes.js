// Prime grounds, for conditions in which one variable is in several places. A cube is a set of literals, one for each
// variable; it is prime when no literal of it can be widened or left out. Given all of them, partial knowledge settles a
// condition exactly (Quine 1952; Blake's canonical form, over variables of many values). A cube is a Map here.

const cubeKey = (cube) => [...cube].map(([v, set]) => `${v.place}=${set}`).sort().join();

/** All prime cubes of a ground expression. */
function primes(whole) {
  let cubes = cubesOf(whole);
  let fresh = cubes; // Of two that were there before, all that follows has been added.
  for (;;) {
    const made = new Map();
    for (const left of fresh) {
      for (const right of cubes) {
        for (const met of consensus(left, right)) {
          if (!cubes.some((cube) => implies(met, cube))) made.set(cubeKey(met), met);
        }
      }
    }
    if (!made.size) return cubes;
    cubes = shortest([...cubes, ...made.values()]);
    fresh = cubes.filter((cube) => made.get(cubeKey(cube)) === cube);
  }
}

/** Any cubes that together say the same. */
function cubesOf(whole) {
  if (whole === true) return [new Map()];
  if (whole === false) return [];
  if (whole.variable) return [new Map([[whole.variable, whole.values]])];
  if (!whole.every) return shortest(whole.parts.flatMap(cubesOf));
  let product = [new Map()];
  for (const part of whole.parts) {
    const options = cubesOf(part);
    product = shortest(product.flatMap((cube) => options.map((option) => both(cube, option)).filter(Boolean)));
  }
  return product;
}

/** What both demand at once, null where they contradict each other. */
function both(left, right) {
  const demands = new Map(left);
  for (const [variable, set] of right) {
    const before = demands.get(variable);
    const common = before === undefined ? set : set & before;
    if (!common) return null;
    demands.set(variable, common);
  }
  return demands;
}

/** Everything that meets `left` meets `right`. */
function implies(left, right) {
  for (const [variable, set] of right) {
    const demanded = left.get(variable);
    if (demanded === undefined || !isWithin(demanded, set)) return false;
  }
  return true;
}

/** The cubes that imply no other of them. */
function shortest(cubes) {
  let kept = [];
  for (const cube of [...cubes].sort((one, other) => one.size - other.size)) {
    if (kept.some((other) => implies(cube, other))) continue;
    kept = kept.filter((other) => !implies(other, cube));
    kept.push(cube);
  }
  return kept;
}

/** The cubes in which one variable's values are those of both, the others' what both demand. */
function* consensus(left, right) {
  for (const [variable, set] of left) {
    const other = right.get(variable);
    if (other === undefined || isWithin(set, other) || isWithin(other, set)) continue;
    const without = (cube) => new Map([...cube].filter(([one]) => one !== variable));
    const rest = both(without(left), without(right));
    if (rest === null) continue;
    if ((set | other) !== variable.all) rest.set(variable, set | other);
    yield rest;
  }
}

/** Parts in groups, such that parts in different groups share no variable. */
function partition(parts) {
  let groups = [];
  for (const part of parts) {
    const variables = variablesOf(part);
    const touches = (group) => [...group.variables].some((one) => variables.has(one));
    const touching = groups.filter(touches);
    groups = groups.filter((group) => !touches(group));
    groups.push({
      variables: new Set([...variables, ...touching.flatMap((group) => [...group.variables])]),
      parts: [...touching.flatMap((group) => group.parts), part],
    });
  }
  return groups.map((group) => group.parts);
}
