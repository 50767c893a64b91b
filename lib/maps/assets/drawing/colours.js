// Letters on a colour.

// Whether white text reads better than black on a colour given as #rrggbb.
export function isDark(colour) {
  const parts = /^#(..)(..)(..)$/.exec(colour);
  if (!parts) return false;
  const [r, g, b] = parts.slice(1).map((part) => (parseInt(part, 16) / 255) ** 2.2);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 0.18;
}
