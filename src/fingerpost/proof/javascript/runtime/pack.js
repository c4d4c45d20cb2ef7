// The procedure's facts and events by name.

const FACTS = new Map(PACK.facts.map((fact) => [fact.id, fact]));
const EVENTS = new Map(PACK.events.map((event) => [event.id, event]));
