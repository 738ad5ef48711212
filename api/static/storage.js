// What the browser keeps for us. Where storage is off or full, the page keeps it until it is left.

const memory = new Map();

/** @returns {any} what was written under `key`, or null */
export function read(key) {
  if (memory.has(key)) return memory.get(key);
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

/** @returns {boolean} whether it outlasts the page */
export function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    memory.delete(key);
    return true;
  } catch {
    memory.set(key, value);
    return false;
  }
}

export function erase(key) {
  memory.delete(key);
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}

/** The keys that begin with `prefix`. */
export function keys(prefix) {
  const kept = [...memory.keys()];
  try {
    kept.push(...Object.keys(localStorage));
  } catch {
    // Only what the page itself holds.
  }
  return [...new Set(kept)].filter((key) => key.startsWith(prefix));
}

/** A value of this tab alone, which outlasts a reload where the browser allows it. */
export function tabValue(key) {
  let held = null;
  return {
    get() {
      try {
        return sessionStorage.getItem(key);
      } catch {
        return held;
      }
    },
    set(value) {
      held = value;
      try {
        if (value === null) sessionStorage.removeItem(key);
        else sessionStorage.setItem(key, value);
      } catch {
        // This page remembers it, a reload does not.
      }
    },
  };
}
