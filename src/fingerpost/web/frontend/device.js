// What the server does not have yet, kept on this device until it has: locked with a key of the session, which is on no
// device, and only where somebody has said that nobody else uses this one. Without Web Cryptography nothing is kept.

const STORE = "fingerpost-words";
const ANSWER = "fingerpost-keeps"; // what somebody answered, and in which session

const bytes = (base64) => Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));

// Returns the lock that a key of the server makes; null where there is none.
export async function lockOf(key) {
  if (!key || !globalThis.crypto?.subtle) return null;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes(key)));
  const name = Array.from(digest, (one) => one.toString(16).padStart(2, "0")).join("").slice(0, 16);
  const secret = await crypto.subtle.importKey("raw", bytes(key), "AES-GCM", false, ["encrypt", "decrypt"]);
  return { name, secret };
}

export async function locked(lock, text) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, lock.secret, new TextEncoder().encode(text));
  return { lock: lock.name, iv, data };
}

export async function unlocked(lock, { iv, data }) {
  return new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, lock.secret, data));
}

// ---- its store: a database of this browser, which is whole after a crash -------------------------------------------

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function store(use) {
  const opening = indexedDB.open(STORE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "id" });
  const database = await done(opening);
  try {
    return await done(use(database.transaction(STORE, "readwrite", { durability: "strict" }).objectStore(STORE)));
  } finally {
    database.close();
  }
}

const isThere = async () => (await indexedDB.databases()).some((one) => one.name === STORE);

// `id`: which showing of a form it is of. A browser may refuse, or have no room.
export const keep = (id, item) => store((items) => items.put({ id, ...item }));

export async function forget(id) {
  if (await isThere()) await store((items) => items.delete(id));
}

export async function kept() {
  return (await isThere()) ? store((items) => items.getAll()) : [];
}

// What was answered in this session: "yes", "no", or nothing yet. Somebody who signs in anew is asked anew.
export function answered(lock) {
  try {
    const [answer, name] = (localStorage.getItem(ANSWER) ?? "").split(":");
    return name === lock.name ? answer : "";
  } catch {
    return "no";
  }
}

export function answers(lock, answer) {
  try {
    localStorage.setItem(ANSWER, `${answer}:${lock.name}`);
  } catch {
    // Then it is asked again.
  }
}
