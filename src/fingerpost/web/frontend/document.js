// A document that is being made: asks some times whether it is ready, and then shows the page anew. And a document that
// is checked: takes its fingerprint here, in the browser. The file is not sent.

const FIRST = 1500; // milliseconds until it is asked first; each time half as long again
const LAST = 60000;

async function ask(wait) {
  const page = await (await fetch(location.href)).text();
  if (!new DOMParser().parseFromString(page, "text/html").querySelector("[data-waits]")) location.replace(location.href);
  else later(wait * 1.5);
}

function later(wait) {
  if (wait < LAST) setTimeout(() => ask(wait).catch(() => later(wait * 1.5)), wait);
}

function fingerprints(form) {
  const digest = form.elements.digest;
  const group = document.createElement("div");
  group.className = "govuk-form-group";
  const label = document.createElement("label");
  label.className = "govuk-label";
  label.htmlFor = "checked-file";
  label.textContent = "Or choose the file: its fingerprint is taken on this computer, and the file is not sent";
  const file = document.createElement("input");
  file.type = "file";
  file.id = "checked-file";
  file.className = "govuk-file-upload";
  file.addEventListener("change", async () => {
    if (!file.files.length) return;
    const taken = await crypto.subtle.digest("SHA-256", await file.files[0].arrayBuffer());
    digest.value = Array.from(new Uint8Array(taken), (byte) => byte.toString(16).padStart(2, "0")).join("");
  });
  group.append(label, file);
  digest.closest(".govuk-form-group").after(group);
}

if (document.querySelector("[data-waits]")) later(FIRST);
const form = document.querySelector("[data-fingerprint]");
if (form && globalThis.crypto?.subtle) fingerprints(form);
