// On every page of somebody who is signed in: what this device kept without a connection goes to the server now, as a
// draft, and is deleted here. What was kept in a session that has ended does not open any more, and is deleted too.

import { forget, kept, lockOf, unlocked } from "./device.js";

const { keys, drafts } = document.querySelector("script[data-keys]").dataset;

async function lockFor(name) {
  const answer = await fetch(`${keys}?name=${encodeURIComponent(name)}`, { redirect: "manual" });
  if (answer.ok) return lockOf((await answer.json()).key);
  if (answer.status === 404) return null;
  throw new Error("not answered");
}

async function deliver(item) {
  const lock = await lockFor(item.lock);
  const text = lock && (await unlocked(lock, item).catch(() => null));
  if (text === null) {
    await forget(item.id);
    return ["Words that this device kept do not open any more, because you were signed out. They are deleted."];
  }
  const sent = new URLSearchParams(text);
  sent.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  const answer = await fetch(drafts, { method: "POST", body: sent, redirect: "manual" });
  if (!answer.ok && answer.status !== 422) throw new Error("not saved");
  await forget(item.id);
  const { said, resume } = await answer.json();
  if (resume) return ["Words that had not reached us are saved now, as a draft. Nothing else was sent.", resume];
  return answer.ok ? [] : [said]; // what was sent meanwhile is no draft any more
}

function tell(words, resume) {
  const told = document.createElement("div");
  told.className = "govuk-inset-text";
  told.setAttribute("role", "status");
  const line = document.createElement("p");
  line.className = "govuk-body";
  line.textContent = words;
  told.append(line);
  if (resume) {
    const link = document.createElement("a");
    link.className = "govuk-link";
    link.href = resume;
    link.textContent = "Go on with what you wrote";
    const place = document.createElement("p");
    place.className = "govuk-body";
    place.append(link);
    told.append(place);
  }
  document.getElementById("main").prepend(told);
}

for (const item of await kept().catch(() => [])) {
  try {
    const [words, resume] = await deliver(item);
    if (words) tell(words, resume);
  } catch {
    // Still no connection, or signed out: it stays, and the next page tries again.
  }
}
