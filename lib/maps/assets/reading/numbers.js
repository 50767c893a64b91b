// Numbers as they travel, whole and times ten to the power of their decimals, and as people read them.

export const readRow = (row) => row.split(",").map((text) => (text === "" ? null : Number(text)));

export function sayNumber(scaled, digits, { decimal, group }) {
  const text = String(Math.abs(scaled)).padStart(digits + 1, "0");
  const whole = text.slice(0, text.length - digits).replace(/\B(?=(\d{3})+$)/g, group);
  return (scaled < 0 ? "−" : "") + whole + (digits ? decimal + text.slice(-digits) : "");
}

export const sayChange = (scaled, digits, words) =>
  (scaled > 0 ? "+" : "") + sayNumber(scaled, digits, words);
