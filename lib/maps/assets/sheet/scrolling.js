// Of very many rows, those to draw: the ones in sight and some around them.

export const MANY = 300; // more rows than this are drawn only where they are seen
export const ROW = 33; // the height of such a row, as the style sheet sets it
const AROUND = 15;

export function inSight(total, { scrollTop, clientHeight }) {
  const first = Math.max(0, Math.floor(scrollTop / ROW) - AROUND);
  return { first, last: Math.min(total, first + Math.ceil(clientHeight / ROW) + 2 * AROUND) };
}

// Where to scroll so that the row at a place is seen; null where it is.
export function scrollTo(place, { scrollTop, clientHeight }) {
  const top = place * ROW, far = scrollTop + clientHeight - 2 * ROW;
  return top < scrollTop || top > far ? Math.max(0, top - 40) : null;
}

// The keys that walk along a table's rows.
export const STEPS = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity };

export const stepped = (key, place, total) =>
  Math.max(0, Math.min(total - 1, place + STEPS[key]));
