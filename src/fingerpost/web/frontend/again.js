// Somebody who was signed out has signed in in another window: what they send again gets the token of the new session.
// Without this script the page that answers has it, and asks to send once more.

document.querySelectorAll("form[data-again]").forEach((form) => {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const page = await (await fetch(form.dataset.again)).text();
      const token = new DOMParser().parseFromString(page, "text/html").querySelector("[name=csrfmiddlewaretoken]");
      if (token) form.elements.csrfmiddlewaretoken.value = token.value;
    } catch {
      // Without a connection the browser says so, and Back leads here again.
    }
    form.submit();
  });
});
