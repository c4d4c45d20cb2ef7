// Runs before the page is painted: says to the styles that scripts run.
document.documentElement.classList.add("govuk-template--js");
document.addEventListener("DOMContentLoaded", () => {
  document.body.classList.add("js-enabled");
  if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
});
