// Drafts: sends what is in a form to the server while somebody types. Each change is counted, and a saving says how
// many it has; the server sorts out what comes twice or late. Without this script a form is saved when it is sent.

const PAUSE = 700; // after the last change, in milliseconds
const AGAIN = 4000; // after a saving that failed
const PATIENCE = 10000; // for an answer

function keep(form) {
  const status = form.querySelector("[data-draft-status]");
  const changes = form.elements.draft_changes;
  let saved = 0;
  let timer = 0;
  let busy = false;
  let left = false;

  const said = () => new URLSearchParams(new FormData(form));
  const send = (options) =>
    fetch(form.dataset.draft, { method: "POST", body: said(), redirect: "manual", ...options });

  // The page's token is out of date when somebody has signed in again meanwhile: the page itself has the new one.
  async function renew() {
    const page = await (await fetch(location.href)).text();
    const token = new DOMParser().parseFromString(page, "text/html").querySelector("[name=csrfmiddlewaretoken]");
    if (token) form.elements.csrfmiddlewaretoken.value = token.value;
  }

  async function save() {
    if (busy || left) return;
    busy = true;
    const sent = Number(changes.value);
    try {
      const answer = await send({ signal: AbortSignal.timeout(PATIENCE) });
      if (!answer.ok && answer.status !== 422) {
        if (answer.status === 403) await renew();
        throw new Error("not saved");
      }
      saved = sent; // or refused, since it does not read as words: sent again only once it is changed
      form.dataset.saved = saved;
      status.textContent = (await answer.json()).said;
    } catch {
      if (!left) {
        status.textContent =
          "Your last words are not saved yet. Keep this page open. If you were signed out, sign in again in another window.";
      }
    }
    busy = false;
    if (saved < Number(changes.value)) later(saved === sent ? PAUSE : AGAIN);
  }

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }

  const changed = () => {
    changes.value = Number(changes.value) + 1;
    later(PAUSE);
  };
  form.addEventListener("input", changed);
  form.addEventListener("submit", () => {
    left = true;
  });
  // A telephone may end a page in the background without another word.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && !left && saved < Number(changes.value)) {
      send({ keepalive: true }).catch(() => {});
    }
  });
}

document.querySelectorAll("form[data-draft]").forEach(keep);
