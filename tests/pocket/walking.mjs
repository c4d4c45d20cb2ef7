// The pocket guide's pages under Node: a line of JSON in (address, what is sent, the moment), a line of JSON out.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const { pocket } = await import(pathToFileURL(process.argv[2]));
let state = null;
for await (const line of createInterface({ input: process.stdin })) {
  const { address, sent, now, anew } = JSON.parse(line);
  if (anew) state = null;
  let form = null;
  if (sent) {
    form = new FormData();
    for (const [name, value] of sent) form.append(name, value);
  }
  const { state: next, ...answer } = pocket.page(address, form, state, now);
  if (next !== undefined) state = next;
  console.log(JSON.stringify(answer));
}
