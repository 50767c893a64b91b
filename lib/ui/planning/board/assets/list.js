// Every stay in a line; a line is taken up like a bar.

import { button, node } from "../../../../assets/shared/elements.js";

export function makeList(parent) {
  const pane = node("div", "pane list");
  parent.append(pane);

  function build(board) {
    const { words, communes } = board, names = new Map(communes.map((c) => [c.code, c.name]));
    const table = node("table"), head = node("tr"), body = node("tbody");
    for (const key of ["team", "commune", "when", "households", "road"]) {
      const cell = node("th", "", words[`column_${key}`]);
      cell.scope = "col";
      head.append(cell);
    }
    board.stays.forEach((stay, place) => body.append(line(stay, String(place), names)));
    const top = node("thead");
    top.append(head);
    table.append(top, body);
    table.setAttribute("aria-label", words.list);
    pane.replaceChildren(table);
  }

  function line(stay, code, names) {
    const made = node("tr"), name = node("th"), take = button("bar", null, stay.team);
    Object.assign(take.dataset, { thing: "stay", code });
    name.scope = "row";
    name.append(take);
    if (stay.locked) take.append(node("i", "lock", "●"));
    made.append(name, ...[names.get(stay.commune), stay.when, stay.households, stay.road]
      .map((text) => node("td", "", text)));
    return made;
  }

  function paint(board, { chosen, held }) {
    for (const take of pane.querySelectorAll("button[data-thing]")) {
      const stay = board.stays[Number(take.dataset.code)];
      const mine = stay.team === chosen.team || stay.commune === chosen.commune;
      take.closest("tr").classList.toggle("chosen", mine);
      take.classList.toggle("held", held?.thing === "stay" && held.code === take.dataset.code);
    }
  }

  const focus = ({ code }) => pane.querySelector(`[data-code="${code}"]`)?.focus();
  return { pane, build, paint, focus };
}
