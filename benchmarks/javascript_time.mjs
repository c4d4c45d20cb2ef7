// Times the decisions of an exported module:  node javascript_time.mjs MODULE < GROUPS
// GROUPS: {"name": [case, …], …}. For each group, in milliseconds: of every case the best of five rounds, after one that is
// not timed, since other work on the machine takes its turn; and the processor time of a decision, the collector's with it.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const ROUNDS = 5;
const began = performance.now();
const { decide } = await import(pathToFileURL(process.argv[2]));
const loaded = performance.now() - began;
const groups = JSON.parse(readFileSync(0, "utf8"));

const time = (document) => {
  const start = performance.now();
  decide(document);
  return performance.now() - start;
};

const kinds = ({ people }) => (people ?? []).map(({ kind }) => kind).join();
const first = time(Object.values(groups)[0][0]);
const met = new Set();
const listings = [];
for (const document of Object.values(groups).flat()) {
  const isNew = !met.has(kinds(document));
  met.add(kinds(document));
  const took = time(document);
  if (isNew) listings.push(took);
}

const found = {};
for (const [name, documents] of Object.entries(groups)) {
  const before = process.cpuUsage();
  let times = documents.map(time);
  for (let round = 1; round < ROUNDS; round += 1) times = documents.map((one, i) => Math.min(times[i], time(one)));
  const { user, system } = process.cpuUsage(before);
  found[name] = { times, mean: (user + system) / 1000 / documents.length / ROUNDS };
}
console.log(JSON.stringify({ loaded, first, listings, found }));
