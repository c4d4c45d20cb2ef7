// Runs before anything is painted: says to the styles and to GOV.UK Frontend that scripts run here.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
