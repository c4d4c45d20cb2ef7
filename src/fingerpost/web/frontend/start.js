// Makes the components of GOV.UK Frontend work. Without it every page works too.
import { initAll } from "./govuk-frontend.min.js";

initAll();
