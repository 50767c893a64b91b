// A page that has lost its line asks whether whoever sits before it is still in. Streamlit would
// try again for ever: it takes a line that is refused for a server that is away.
(() => {
  "use strict";

  const SAID = WORDS_OF_THE_PAGE; // {language: {title, more, again}}
  const EVERY = 1500; // ms
  const root = new URL("..", document.currentScript.src);

  const language = () =>
    document.querySelector("[data-language]")?.dataset.language || document.documentElement.lang;

  function isLost() {
    const app = document.querySelector("[data-testid='stApp']");
    return Boolean(app) && app.dataset.testConnectionState !== "CONNECTED";
  }

  // Only a plain no means that the session has ended; a server that is away or busy says nothing.
  async function isOut() {
    try {
      return (await fetch(new URL("phien", root), { cache: "no-store" })).status === 403;
    } catch {
      return false;
    }
  }

  function element(name, text, inside = []) {
    const made = document.createElement(name);
    made.textContent = text;
    made.append(...inside);
    return made;
  }

  function tell() {
    const said = SAID[language()] || Object.values(SAID)[0];
    const again = element("a", said.again);
    const wanted = `/${location.href.slice(root.href.length)}`.split("#")[0];
    again.href = new URL(`dang-nhap?${new URLSearchParams({ toi: wanted })}`, root).href;
    const notice = element("main", "", [
      element("h1", said.title), element("p", said.more), element("p", "", [again]),
    ]);
    notice.id = "ended";
    notice.setAttribute("role", "alert");
    document.querySelector("#root")?.remove(); // figures go with it
    // Beside the body: whatever lies in that, an open dialog makes untouchable.
    document.documentElement.append(notice);
    again.focus();
  }

  async function look() {
    if (isLost() && await isOut()) tell();
    else setTimeout(look, EVERY);
  }

  setTimeout(look, EVERY);
})();
