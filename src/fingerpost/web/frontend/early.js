// Runs before anything is painted: says to the styles and to GOV.UK Frontend that scripts run here.
document.body.classList.add("js-enabled");
// On a telephone the menu is folded from the first moment, so that nothing moves; where its script does not come, it opens.
document.body.classList.add("fp-folded");
window.addEventListener("load", () => document.body.classList.remove("fp-folded"));
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
