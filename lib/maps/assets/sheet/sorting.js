// The order of a table's lines.

const ALPHABET = new Intl.Collator("vi");

// What is not known stands last, whichever way one sorts.
export function sorted(lines, { by, way }) {
  const compare = (a, b) => {
    if (by === "commune") return way * ALPHABET.compare(a.name, b.name);
    const [x, y] = [a.cells[by].key, b.cells[by].key];
    if (x === null || y === null) return (x === null) - (y === null);
    return way * (x - y);
  };
  return [...lines].sort(compare);
}

// A press on the head of the column that is sorted by turns the order round.
export const pressed = (sort, column) =>
  ({ by: column, way: sort.by === column ? -sort.way : 1 });

export const directionOf = (sort, column) => {
  if (column !== sort.by) return "none";
  return sort.way > 0 ? "ascending" : "descending";
};
