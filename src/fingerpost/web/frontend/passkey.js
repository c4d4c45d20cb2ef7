// Passkeys: asks the browser for one and sends its answer as an ordinary form. What needs a passkey is hidden until
// this script has seen that the browser can do it.

const fromBase64 = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (character) => character.charCodeAt(0));

const toBase64 = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const withIds = (list) => (list || []).map((entry) => ({ ...entry, id: fromBase64(entry.id) }));

async function options(form) {
  if (form.dataset.passkeyForm === "login") {
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error("no challenge");
    return (await answer.json()).request_options.publicKey;
  }
  const data = JSON.parse(document.getElementById("passkey-options").textContent);
  return (data.creation_options || data.request_options).publicKey;
}

async function created(publicKey) {
  const credential = await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: fromBase64(publicKey.challenge),
      user: { ...publicKey.user, id: fromBase64(publicKey.user.id) },
      excludeCredentials: withIds(publicKey.excludeCredentials),
      authenticatorSelection: {
        ...publicKey.authenticatorSelection,
        residentKey: "required",
        requireResidentKey: true,
        userVerification: "required",
      },
    },
  });
  return answer(credential, {
    attestationObject: toBase64(credential.response.attestationObject),
    transports: credential.response.getTransports ? credential.response.getTransports() : [],
  });
}

async function asked(publicKey) {
  const credential = await navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: fromBase64(publicKey.challenge),
      allowCredentials: withIds(publicKey.allowCredentials),
    },
  });
  const handle = credential.response.userHandle;
  return answer(credential, {
    authenticatorData: toBase64(credential.response.authenticatorData),
    signature: toBase64(credential.response.signature),
    userHandle: handle ? toBase64(handle) : null,
  });
}

function answer(credential, response) {
  return {
    id: credential.id,
    rawId: toBase64(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    authenticatorAttachment: credential.authenticatorAttachment || null,
    response: { clientDataJSON: toBase64(credential.response.clientDataJSON), ...response },
  };
}

function explain(form) {
  let words = form.querySelector(".govuk-error-message");
  if (!words) {
    words = document.createElement("p");
    words.className = "govuk-error-message";
    words.setAttribute("role", "alert");
    form.prepend(words);
  }
  words.textContent = "The passkey was not read. Try again, or use another way.";
}

function enhance(form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const publicKey = await options(form);
      const credential = await (form.dataset.passkeyForm === "create" ? created(publicKey) : asked(publicKey));
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    } catch {
      explain(form);
    }
  });
}

if (window.PublicKeyCredential) {
  document.querySelectorAll("[data-passkey-form]").forEach(enhance);
  document.querySelectorAll("[data-passkey]").forEach((part) => part.removeAttribute("hidden"));
}
