// What a commune looks like: a sign for each travels with every way to part the figures.

// Without a figure, each for its own reason; the last four are of "the sheet came, its place is
// empty" and of two periods: sent for the earlier alone, for the later alone, for both but in part.
const BLANKS = {
  "-": "none", x: "not-applicable", m: "lacking", w: "withheld",
  k: "blank", t: "not-now", n: "not-then", p: "part",
};

// Looks without a class of this period, and the key of their words, in the order of the legend.
export const LOOK_WORDS = [
  ["old", "old"], ["none", "no_report"], ["blank", "blank"],
  ["not-now", "not_now"], ["not-then", "not_then"], ["part", "part"],
  ["lacking", "lacking"], ["withheld", "withheld"], ["not-applicable", "not_applicable"],
];

// The look, "class", "old" or one of the blanks, and the class.
export function lookOf(sign) {
  if (sign >= "0" && sign <= "9") return { look: "class", index: Number(sign) };
  if (sign >= "a" && sign <= "j") return { look: "old", index: sign.charCodeAt(0) - 97 };
  return { look: BLANKS[sign] || "none", index: -1 };
}

// The row of the legend that a look belongs to, as the address has it.
export const keyOf = ({ look, index }) => (look === "class" ? String(index) : look);
