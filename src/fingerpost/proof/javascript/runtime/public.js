// What a program uses.

const frozen = (value) => {
  if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
};

/** Which text decides, and until when days can be counted. */
export const procedure = frozen({
  id: PACK.id,
  version: PACK.version,
  digest: PACK.digest,
  title: PACK.title,
  draft: PACK.draft,
  known_until: PACK.calendar.horizon,
});

/** The facts that a case can state, in order. */
export const facts = frozen(
  PACK.facts.map(({ id, scope, type, values, labels, short, ask, note, birth_date }) => ({
    id, scope, type, values: [...values], labels: { ...labels }, short, ask, note, birth_date,
  })),
);

/** The events that a case can state, in order. */
export const events = frozen(PACK.events.map((event) => ({ ...event })));

/** The provisions that have a condition, in the order of outcomes but for their dates. */
export const provisions = frozen(
  PACK.rules.map(({ id, section, title, kind, modality, who, about, text, when }) => ({
    id, section, title, kind, modality, who: [...who], about, text, when,
  })),
);

/** Decides a case: the answer that `fingerpost decide --json` writes. Throws a CaseError where it is none. */
export function decide(document) {
  return decided(caseFrom(document));
}

/** Answers of a case that contradict each other, a sentence each: it is decided all the same, true before false. */
export function contradictions(document) {
  return contradictionsOf(caseFrom(document));
}
