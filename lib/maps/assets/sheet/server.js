// What the server is asked and told; everything else on the sheet costs no message.

const AGAIN_MS = 1000;

// What the server shows of the commune is of the indicator that the map shows. The moment tells a
// new click from the old value that Streamlit repeats at every run.
export function tellCommune({ commune: code, indicator }) {
  if (code) window.Streamlit.setComponentValue({ code, indicator, n: Date.now() });
}

export function goTo(period, { indicator }) {
  window.Streamlit.setComponentValue({ period, indicator, n: Date.now() });
}

async function json(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
}

// The period is a file that the browser keeps. Where the server has it no longer, as after a
// restart, any word from us makes it run the page again and put the file back.
export function figuresInto(paint) {
  let wanted = "";

  return async function load(address) {
    wanted = address;
    try {
      const sent = await json(address);
      if (wanted === address) paint(sent);
    } catch (problem) {
      console.warn("figures not loaded", problem);
      setTimeout(() => {
        if (wanted !== address) return;
        window.Streamlit.setComponentValue({ again: Date.now() });
        setTimeout(() => { if (wanted === address) load(address); }, AGAIN_MS);
      }, AGAIN_MS);
    }
  };
}

// Figures of the last periods, asked for once a sheet, whoever wants them first.
export function periodsFrom(root) {
  let held = null, coming = null;
  return (sheet) => {
    if (held === sheet) return coming;
    const query = new URLSearchParams({ "ngon-ngu": sheet.words.language });
    if (sheet.freeze) query.set("chot", sheet.freeze);
    if (sheet.moment) query.set("luc", sheet.moment);
    held = sheet;
    coming = json(`${root}${encodeURIComponent(sheet.period)}.json?${query}`);
    coming.catch(() => { if (held === sheet) held = null; }); // the next one asks again
    return coming;
  };
}
