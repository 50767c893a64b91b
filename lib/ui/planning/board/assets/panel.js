// What is in the hand, where it would lie and at what price; the same by buttons and boxes.

import { button, node } from "../../../../assets/shared/elements.js";

export function makePanel(parent, acts) {
  const panel = node("section", "panel"), said = node("p", "said"), verdict = node("p", "verdict");
  const boxes = node("div", "boxes"), where = node("select"), when = node("select");
  const take = button("take", acts.take), put = button("put", acts.put), home = button("", acts.home);
  const leave = button("", acts.leave), undo = button("undo", acts.undo);
  verdict.setAttribute("role", "status");
  verdict.setAttribute("aria-live", "polite");
  where.addEventListener("change", change);
  when.addEventListener("change", change);
  boxes.append(labelled(where, "where"), labelled(when, "when"));
  const buttons = node("div", "buttons");
  buttons.append(take, put, home, leave, undo);
  panel.append(said, verdict, boxes, buttons);
  parent.append(panel);
  let filled = "";

  function labelled(box, name) {
    const label = node("label", name);
    label.append(node("span"), box);
    return label;
  }

  function change() {
    const [thing, code] = where.value.split(/:(.*)/s);
    acts.aim({ thing, code: code ?? "", start: Number(when.value) || 0 });
  }

  function option(value, text) {
    const made = node("option", "", text);
    made.value = value;
    return made;
  }

  function fillBoxes(board, held) {
    const key = `${held.thing}:${held.code}:${board.version}`;
    if (key === filled) return;
    filled = key;
    const { words } = board, groups = [];
    const group = (label, options) => {
      const made = node("optgroup");
      made.label = label;
      made.append(...options);
      groups.push(made);
    };
    if (held.thing !== "commune") {
      group(words.communes, [...board.communes].sort((a, b) => a.name.localeCompare(b.name, board.language))
        .map(({ code, name }) => option(`commune:${code}`, name)));
    }
    if (held.thing !== "team") group(words.teams, board.teams.map(({ code }) => option(`team:${code}`, code)));
    group(words.stays, board.stays.map((stay, place) => [stay, String(place)])
      .filter(([, code]) => !(held.thing === "stay" && held.code === code))
      .map(([stay, code]) => option(`stay:${code}`, `${stay.team} · ${nameOf(board, stay.commune)} · ${stay.when}`)));
    where.replaceChildren(option("", "–"), ...groups);
    when.replaceChildren(...board.starts.map((start, place) => option(String(place), start.said)));
    boxes.querySelector(".where span").textContent = words.where;
    boxes.querySelector(".when span").textContent = words.when;
  }

  const nameOf = (board, code) => board.communes.find((c) => c.code === code)?.name ?? code;

  // now: {board, held, heldSaid, target, judged, chosen, saving, undoable}
  function draw(now) {
    const { board, held, target, judged } = now, { words } = board;
    panel.classList.toggle("holding", Boolean(held));
    said.textContent = held ? now.heldSaid : words.hint;
    verdict.textContent = now.saving ? words.saving : judged ? `${judged.place}: ${judged.said}` : held ? words.keys : "";
    verdict.dataset.tone = judged?.tone ?? "";
    for (const [made, text, shown] of [
      [take, words.take_up, !held && Boolean(now.chosen)], [put, words.put_down, held],
      [home, words.home, held?.thing === "stay"], [leave, words.let_go, held],
      [undo, words.undo, !held && now.undoable],
    ]) {
      made.textContent = text;
      made.hidden = !shown;
      made.disabled = Boolean(now.saving);
    }
    put.disabled = Boolean(now.saving) || !judged?.free;
    boxes.hidden = !held;
    panel.hidden = !board.may;
    if (!held) filled = "";
    else {
      fillBoxes(board, held);
      where.value = target ? `${target.thing}:${target.code}` : "";
      when.value = String(target?.start ?? 0);
      when.disabled = !target || target.thing === "stay" || target.thing === "home";
    }
  }

  return { draw };
}
