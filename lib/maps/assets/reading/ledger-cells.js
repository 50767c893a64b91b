// What the whole table says beyond the short one: gap to the target, last periods, last report.

import { sayChange, sayNumber } from "./numbers.js";

// A whole target without decimals: it was set so.
export function sayTarget(scaled, digits, words) {
  const whole = scaled / 10 ** digits;
  return Number.isInteger(whole) ? sayNumber(whole, 0, words) : sayNumber(scaled, digits, words);
}

export function gapOf(value, target, now, words) {
  if (value === null || target === null) return { text: "", key: null };
  const gap = now.rising < 0 ? value - target : target - value;
  return { text: gap <= 0 ? words.class_reached : sayNumber(gap, now.digits, words), key: Math.max(0, gap) };
}

// From the first to the last of the periods that are known.
export function trendOf(values, now, words, names) {
  const known = values.map((value, i) => [value, names[i]]).filter(([value]) => value !== null);
  if (!known.length) return { text: "", key: null };
  const [first] = known[0], [last] = known.at(-1);
  const said = known.map(([value, name]) => `${name}: ${sayNumber(value, now.digits, words)}`).join("; ");
  return { text: `${sayChange(last - first, now.digits, words)} (${said})`, key: last - first };
}

// Days are written as people write them and sorted as they follow each other.
export function receivedOn(day) {
  return { text: day, key: day ? Number(day.split("/").reverse().join("")) : null };
}
