// Drafts: sends what is in a form to the server while somebody types. Each change is counted, and a saving says how
// many it has; the server sorts out what comes twice or late. What the server does not have yet is kept on this device,
// where somebody allows it, and a form that is sent without a connection waits for one on its page. Without this script
// a form is saved when it is sent.

import { answered, answers, forget, keep, locked, lockOf } from "./device.js";

const PAUSE = 700; // after the last change, in milliseconds
const AGAIN = 4000; // after a saving that failed
const PATIENCE = 10000; // for an answer
const NOT_REACHED = [502, 504]; // a proxy before the service says that it is away

function drafted(form) {
  const status = form.querySelector("[data-draft-status]");
  const question = form.querySelector("[data-device-key]");
  const changes = form.elements.draft_changes;
  const id = form.elements.draft_page.value;
  let lock = null;
  let saved = 0;
  let timer = 0;
  let saving = null; // the saving that is on its way: it ends with whether the server answered
  let left = false; // sent, for good
  let waits = null; // for a connection, to be sent by this button
  let failed = false; // the last saving
  let isAway = false; // the server, and not only the session

  const said = () => new URLSearchParams(new FormData(form));
  const isSaved = () => saved === Number(changes.value);
  const mayKeep = () => lock !== null && answered(lock) === "yes";
  const unlockWith = async (key) => {
    lock = await lockOf(key);
  };
  unlockWith(question.dataset.deviceKey);

  const send = (options) =>
    fetch(form.dataset.draft, { method: "POST", body: said(), redirect: "manual", ...options });

  // Keeps on this device what the server does not have, unless it has it by then.
  async function hold() {
    if (!mayKeep() || isSaved()) return;
    const words = said();
    words.delete("csrfmiddlewaretoken");
    const count = Number(changes.value);
    const item = await locked(lock, words.toString());
    if (count !== Number(changes.value) || saved >= count) return;
    try {
      await keep(id, item);
      if (saved >= count) await forget(id);
      else form.dataset.kept = count;
    } catch {
      status.textContent = "This device did not keep your words. Keep this page open.";
    }
  }

  // The page's token is out of date when somebody has signed in again meanwhile: the page itself has the new one.
  async function renew() {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const token = page.querySelector("[name=csrfmiddlewaretoken]");
    if (token) form.elements.csrfmiddlewaretoken.value = token.value;
    const key = page.querySelector("[data-device-key]")?.dataset.deviceKey;
    if (key) await unlockWith(key);
  }

  function tellThatItFailed() {
    const where = mayKeep() && isAway ? "This device keeps them, locked, until they are." : "Keep this page open.";
    const then = waits
      ? "There is no connection, so nothing is sent yet. It is sent from this page as soon as there is one."
      : isAway
        ? "There is no connection."
        : "If you were signed out, sign in again in another window.";
    status.textContent = isSaved() ? then : `Your last words are not saved yet. ${where} ${then}`;
    question.hidden = lock === null || !isAway || isSaved() || answered(lock) !== "";
  }

  async function attempt() {
    const count = Number(changes.value);
    let answer;
    try {
      answer = await send({ signal: AbortSignal.timeout(PATIENCE) });
      if (NOT_REACHED.includes(answer.status)) throw new Error("not reached");
    } catch {
      failed = isAway = true;
      if (!left) tellThatItFailed();
      await hold();
      return false;
    }
    isAway = false;
    if (answer.ok || answer.status === 422) {
      saved = count; // or refused, since it does not read as words: sent again only once it is changed
      failed = false;
      form.dataset.saved = saved;
      question.hidden = true;
      if (isSaved()) await forget(id).catch(() => {});
      status.textContent = (await answer.json()).said;
    } else if (!left) {
      failed = true;
      tellThatItFailed();
      if (answer.status === 403) await renew().catch(() => {});
    }
    return true;
  }

  function save() {
    if (left) return Promise.resolve(true);
    saving ??= attempt().finally(() => {
      saving = null;
    });
    return saving.then((reached) => {
      if (reached && waits) return go(waits);
      if (!isSaved() || waits) later(failed ? AGAIN : PAUSE);
      return reached;
    });
  }

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }

  function go(button) {
    left = true;
    clearTimeout(timer);
    form.requestSubmit(button instanceof HTMLElement ? button : null);
  }

  form.addEventListener("input", () => {
    changes.value = Number(changes.value) + 1;
    waits = null; // whoever writes on sends it again
    later(PAUSE);
    hold();
  });
  // What the server has may be sent, whatever becomes of it. What it does not have yet is saved first.
  form.addEventListener("submit", async (event) => {
    if (left) return;
    const button = event.submitter ?? true;
    if (isSaved() && navigator.onLine) {
      left = true;
      clearTimeout(timer);
      return;
    }
    event.preventDefault();
    waits = null;
    status.textContent = "Sending …";
    await saving;
    if (await attempt()) return go(button);
    waits = button;
    tellThatItFailed();
    later(AGAIN);
  });
  question.addEventListener("click", (event) => {
    const answer = event.target.closest("button")?.value;
    if (!answer) return;
    answers(lock, answer);
    question.hidden = true;
    tellThatItFailed();
    hold();
  });
  window.addEventListener("online", () => {
    if (!isSaved() || waits) save();
  });
  // Whoever leaves the page while its last words are nowhere else is asked first.
  window.addEventListener("beforeunload", (event) => {
    if (failed && !left && !isSaved() && !mayKeep()) event.preventDefault();
  });
  // Whoever comes back to it finds it as it was, and it saves what is written on.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) left = false;
  });
  // A telephone may end a page in the background without another word.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && !left && !isSaved()) send({ keepalive: true }).catch(() => {});
  });
}

document.querySelectorAll("form[data-draft]").forEach(drafted);
