// A page that has lost its line asks whether whoever sits before it is still in. Streamlit would
// try again for ever: it takes a line that is refused for a server that is away.

import { node } from "../../assets/shared/elements.js";
import { language, root } from "./page.js";

const EVERY = 1500; // ms

function isLost() {
  const app = document.querySelector("[data-testid='stApp']");
  return Boolean(app) && app.dataset.testConnectionState !== "CONNECTED";
}

// Only a plain no means that the session has ended; a server that is away or busy says nothing.
async function isOut(home) {
  try {
    return (await fetch(new URL("phien", home), { cache: "no-store" })).status === 403;
  } catch {
    return false;
  }
}

// Where to log in, and come back to this page.
export function loginAt(home, address) {
  const wanted = `/${address.slice(home.href.length)}`.split("#")[0];
  return new URL(`dang-nhap?${new URLSearchParams({ toi: wanted })}`, home).href;
}

function tell(said, home) {
  const again = node("a", "", said.again), notice = node("main"), way = node("p");
  again.href = loginAt(home, location.href);
  way.append(again);
  notice.append(node("h1", "", said.title), node("p", "", said.more), way);
  notice.id = "ended";
  notice.setAttribute("role", "alert");
  document.querySelector("#root")?.remove(); // figures go with it
  // Beside the body: whatever lies in that, an open dialog makes untouchable.
  document.documentElement.append(notice);
  again.focus();
}

// told: {language: {title, more, again}}
export function watchLine(told) {
  const home = root();
  const look = async () => {
    if (isLost() && await isOut(home)) tell(told[language()] || Object.values(told)[0], home);
    else setTimeout(look, EVERY);
  };
  setTimeout(look, EVERY);
}
