// Outlines of communes: fetched once per name and kept.

async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status}`);
  const topology = await answer.json();
  const { communes } = topology.objects;
  return {
    features: topojson.feature(topology, communes).features,
    outline: topojson.mesh(topology, communes, (a, b) => a === b),
  };
}

export function geometriesFrom(root) {
  const held = new Map(); // name → promise of {features, outline}

  function of(name) {
    if (!held.has(name)) held.set(name, fetched(`${root}${encodeURIComponent(name)}.json`));
    return held.get(name);
  }

  return { of, forget: (name) => held.delete(name) };
}
