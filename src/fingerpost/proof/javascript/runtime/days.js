// Days: which day a moment is in London, ages, months and working days. A day is a whole number, 0 for 1 January 1970.
// A moment is its seconds since then, and the microseconds that are left.

const DAY = 86400;
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October"];
MONTHS.push("November", "December");

const pad = (number, width) => String(number).padStart(width, "0");

/** The day of a date of the Gregorian calendar (Hinnant, “chrono-compatible low-level date algorithms”). */
function dayOf(year, month, day) {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const ofEra = y - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719468;
}

/** Year, month and day of the month. */
function dateOf(day) {
  const shifted = day + 719468;
  const era = Math.floor(shifted / 146097);
  const ofEra = shifted - era * 146097;
  const years = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36524) - Math.floor(ofEra / 146096)) / 365,
  );
  const ofYear = ofEra - (365 * years + Math.floor(years / 4) - Math.floor(years / 100));
  const m = Math.floor((5 * ofYear + 2) / 153);
  const month = m < 10 ? m + 3 : m - 9;
  return [years + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - Math.floor((153 * m + 2) / 5) + 1];
}

function monthLength(year, month) {
  const next = month === 12 ? dayOf(year + 1, 1, 1) : dayOf(year, month + 1, 1);
  return next - dayOf(year, month, 1);
}

/** The day of a written date, null where the calendar has none. */
function dayFrom(text) {
  const [year, month, day] = text.split("-").map(Number);
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > monthLength(year, month)) return null;
  return dayOf(year, month, day);
}

function dayText(day) {
  const [year, month, ofMonth] = dateOf(day);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(ofMonth, 2)}`;
}

/** `24 November 2026`. */
function dayInWords(day) {
  const [year, month, ofMonth] = dateOf(day);
  return `${ofMonth} ${MONTHS[month - 1]} ${year}`;
}

const isLater = (one, other) => one.seconds > other.seconds || (one.seconds === other.seconds && one.micros > other.micros);

/** The last Sunday of March or October. */
function lastSunday(year, month) {
  const last = dayOf(year, month, 31);
  return last - ((((last + 4) % 7) + 7) % 7);
}

/** How many seconds London's clocks are ahead of UTC: as the list says, and by the rule in force since it ends. */
function londonOffset(seconds) {
  const { changes, before } = PACK.calendar.london;
  if (seconds >= dayOf(1996, 1, 1) * DAY) {
    const year = dateOf(Math.floor(seconds / DAY))[0];
    const hour = 3600;
    const isSummer = seconds >= lastSunday(year, 3) * DAY + hour && seconds < lastSunday(year, 10) * DAY + hour;
    return isSummer ? hour : 0;
  }
  let offset = before;
  for (const [from, next] of changes) {
    if (seconds < from) break;
    offset = next;
  }
  return offset;
}

const londonDay = (moment) => Math.floor((moment.seconds + londonOffset(moment.seconds)) / DAY);

/** Whole years on `day`. Somebody born on 29 February comes of an age on 1 March in years without that day. */
function ageOn(born, day) {
  const [year, month, ofMonth] = dateOf(day);
  const [bornYear, bornMonth, bornDay] = dateOf(born);
  return year - bornYear - (month < bornMonth || (month === bornMonth && ofMonth < bornDay) ? 1 : 0);
}

const FIRST = dayFrom(PACK.calendar.first);
const HORIZON = dayFrom(PACK.calendar.horizon);
const HOLIDAYS = new Set(PACK.calendar.holidays.map(dayFrom));

function monthsAfter(day, n, where) {
  const [year, month, ofMonth] = dateOf(day);
  const months = year * 12 + month - 1 + n;
  const [ofYear, of] = [Math.floor(months / 12), (months % 12) + 1];
  if (ofYear > 9999) {
    throw new CaseError([problem(where, `there is no day ${n} months after ${dayText(day)}`, "Give an earlier year")]);
  }
  return dayOf(ofYear, of, Math.min(ofMonth, monthLength(ofYear, of)));
}

/** The `n`th working day after `day`. Throws a CaseError for one that the bank holidays known do not reach. */
function workingDaysAfter(day, n, where) {
  let [at, left] = [day, n];
  while (day >= FIRST && at < HORIZON && left) {
    at += 1;
    const ofWeek = (((at + 4) % 7) + 7) % 7;
    if (ofWeek !== 0 && ofWeek !== 6 && !HOLIDAYS.has(at)) left -= 1;
  }
  if (!left) return at;
  const { nation } = PACK.calendar;
  throw new CaseError([
    problem(
      where,
      `${n} working ${n === 1 ? "day" : "days"} after ${dayInWords(day)} cannot be counted: bank holidays in ` +
        `${nation} are known from ${dayInWords(FIRST)} to ${dayInWords(HORIZON)}`,
      "Give a day within that time; later years come with a newer govuk-bank-holidays package",
    ),
  ]);
}
