// The page in a browser. What somebody says is in `state`, in this page's memory and nowhere else.

function start() {
  let state = null;
  let kept = "";
  const now = () => Math.floor(Date.now() / 1000);
  const root = document.getElementById("pocket");
  const focus = (element) => {
    if (!element.hasAttribute("tabindex")) element.setAttribute("tabindex", "-1");
    element.focus();
  };

  function leave() {
    state = null;
    root.replaceChildren();
    document.title = "New tab";
    location.replace(navigator.onLine ? "https://www.bbc.co.uk/weather" : "about:blank");
  }

  function show(sent = null, address = location.hash, first = false) {
    const { html, to, ...more } = page(address, sent, state, now());
    if ("state" in more) state = more.state;
    if (to !== undefined) {
      if (to === location.hash) show();
      else location.hash = to;
      return;
    }
    root.innerHTML = html;
    const title = root.querySelector("title");
    document.title = title.textContent;
    title.remove();
    for (const control of root.querySelectorAll("[data-aria-controls]")) {
      control.setAttribute("aria-controls", control.dataset.ariaControls);
      unfold(control);
    }
    tellKept();
    const anchor = location.hash.split("#")[2];
    const place = (anchor && document.getElementById(anchor)) || root.querySelector(".govuk-error-summary") || root.querySelector("h1");
    if (!anchor) window.scrollTo(0, 0);
    if (!first || anchor) focus(place);
  }

  function unfold(control) {
    const inside = document.getElementById(control.dataset.ariaControls);
    control.setAttribute("aria-expanded", String(control.checked));
    inside.classList.toggle("govuk-radios__conditional--hidden", !control.checked);
  }

  document.addEventListener("change", ({ target }) => {
    const others = target.type === "radio" ? [...root.querySelectorAll(`[name="${CSS.escape(target.name)}"]`)] : [target];
    for (const one of others) if (one.dataset.ariaControls) unfold(one);
  });
  document.addEventListener("submit", (event) => {
    event.preventDefault();
    const { target: form, submitter } = event;
    const sent = new FormData(form);
    if (submitter?.name) sent.append(submitter.name, submitter.value);
    show(sent, form.getAttribute("action") || location.hash);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#'], [data-print], [data-newer]");
    if (!link) return;
    const href = link.getAttribute("href");
    if (link.hasAttribute("data-print")) {
      window.print();
    } else if (link.hasAttribute("data-newer")) {
      location.reload();
    } else if (href === addressOf("guide_leave")) {
      event.preventDefault();
      leave();
    } else if (!href.startsWith("#/")) {
      event.preventDefault();
      const place = document.getElementById(href.slice(1));
      if (place) focus(place);
      place?.scrollIntoView();
    } else if (href === location.hash) {
      show();
    }
  });
  /** As a page of the service: be kept for where there is no network, and say when a newer one is there. */
  async function keepHere() {
    const wasKept = Boolean(navigator.serviceWorker.controller);
    navigator.serviceWorker.addEventListener("controllerchange", () => {
      kept = wasKept ? "newer" : "kept";
      tellKept();
    });
    kept = wasKept ? "kept" : "";
    await navigator.serviceWorker.register(MORE.worker);
  }

  function tellKept() {
    for (const one of root.querySelectorAll("[data-kept]")) one.hidden = kept !== one.dataset.kept;
  }

  let presses = [];
  document.addEventListener("keyup", ({ key }) => {
    presses = key === "Shift" ? [...presses, Date.now()].filter((at) => Date.now() - at < 5000) : [];
    if (presses.length === 3 && root.querySelector(".govuk-exit-this-page")) leave();
  });
  window.addEventListener("hashchange", () => show());
  if (MORE.worker && "serviceWorker" in navigator) keepHere();
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
  show(null, location.hash, true);
}

if (typeof document !== "undefined") start();
