// The plan as rows: a team or a commune each, with the bars of its stays in lanes that do not overlap.

export function rowsOf(board, view) {
  return view === "communes" ? byCommune(board) : byTeam(board);
}

function byTeam({ teams, communes, stays }) {
  const names = new Map(communes.map(({ code, name }) => [code, name]));
  return teams.map((team) => ({
    thing: "team", code: team.code, title: team.code, small: `${team.base} · ${team.size}`,
    free: team.left > 0,
    ...inLanes(barsOf(stays, (s) => s.team === team.code, (s) => names.get(s.commune))),
  }));
}

function byCommune({ communes, stays }) {
  return communes.map((commune) => ({
    thing: "commune", code: commune.code, title: commune.name, small: commune.told,
    free: commune.count === 0,
    ...inLanes(barsOf(stays, (s) => s.commune === commune.code, (s) => s.team)),
  }));
}

function barsOf(stays, mine, label) {
  return stays
    .map((stay, place) => ({ ...stay, code: String(place), label: label(stay) }))
    .filter(mine)
    .sort((a, b) => a.day - b.day || a.team.localeCompare(b.team));
}

// Each bar goes into the first lane that is free on its first day.
function inLanes(bars) {
  const ends = [];
  const placed = bars.map((bar) => {
    let lane = ends.findIndex((end) => end <= bar.day);
    if (lane < 0) lane = ends.length;
    ends[lane] = bar.day + bar.days;
    return { ...bar, lane };
  });
  return { bars: placed, lanes: Math.max(1, ends.length) };
}

// Where something held can be put down in a row, in the order of the days: starts, and other stays.
export function targetsIn(row, { starts }, held) {
  const bars = row.bars.filter(({ code }) => !(held.thing === "stay" && code === held.code));
  const free = held.thing === row.thing ? [] : starts.map(({ day }, start) => (
    { thing: row.thing, code: row.code, start, day, order: 0 }));
  const over = bars.map(({ code, day }) => ({ thing: "stay", code, start: 0, day, order: 1 }));
  return [...free, ...over].sort((a, b) => a.day - b.day || a.order - b.order)
    .map(({ thing, code, start }) => ({ thing, code, start }));
}

// The start that lies nearest to a day.
export function startAt(starts, day) {
  const far = starts.map((start) => Math.abs(start.day - day));
  return far.indexOf(Math.min(...far));
}

export const sameTarget = (a, b) => Boolean(a && b)
  && a.thing === b.thing && a.code === b.code && a.start === b.start;
