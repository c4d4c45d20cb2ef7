// Statements of a case that contradict each other: a “no” beside another answer that means “yes”. The case is decided all
// the same, true before false.

function contradictionsOf(one) {
  const told = [];
  for (const fact of PACK.facts) {
    if (fact.true_when === null) continue;
    const holders = fact.scope === "concern" ? [null] : one.people.filter(({ kind }) => kind === fact.scope);
    for (const person of holders) {
      if ((person ?? one).facts.get(fact.id) !== false) continue;
      const reason = proof(fact.true_when, one, person, true);
      if (reason === null) continue;
      const name = person ? `${person.id}.${fact.id}` : fact.id;
      const because = reason.length ? `${[...new Set(reason)].join(" and ")} means that it is so` : "it is so in any case";
      told.push(`${name} is answered “no”, but ${because}: “yes” is used. (“${fact.ask}”)`);
    }
  }
  return told;
}

/** The answers and events that make a condition certainly `wanted`, null if nothing known does. */
function proof(index, one, person, wanted) {
  const [kind, ...of] = PACK.nodes[index];
  const all = (proofs) => (proofs.includes(null) ? null : proofs.flat());
  const first = (proofs) => proofs.find((each) => each !== null) ?? null;
  const each = () => one.people.filter((known) => known.kind === of[0]).map((known) => proof(of[1], one, known, wanted));
  const under = () => of.map((node) => proof(node, one, person, wanted));
  switch (kind) {
    case "constant":
      return of[0] === wanted ? [] : null;
    case "answer": {
      const fact = FACTS.get(of[0]);
      const holder = fact.scope === "concern" ? null : person;
      const answer = (holder ?? one).facts.get(fact.id);
      if (answer === undefined || (((of[1] >> fact.values.indexOf(answer)) & 1) === 1) !== wanted) return null;
      return [holder ? `${holder.id}.${fact.id}` : fact.id];
    }
    case "happened": {
      const about = EVENTS.get(of[0]).about !== "concern" && person ? person.id : null;
      const happened = one.events.some(
        (event) => event.type === of[0] && event.person === about && !isLater(event.at, one.asOf),
      );
      return happened === wanted ? [`the event ${of[0]}`] : null;
    }
    case "not":
      return proof(of[0], one, person, !wanted);
    case "and":
      return wanted ? all(under()) : first(under());
    case "or":
      return wanted ? first(under()) : all(under());
    case "any":
      return wanted ? first(each()) : all(each());
    case "all":
      return wanted ? all(each()) : first(each());
    default:
      return null;
  }
}
