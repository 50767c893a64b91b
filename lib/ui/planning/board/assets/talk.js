// What a frame of Streamlit says to its page, and hears: nothing else of their library is needed.

const to = (type, said) => window.parent.postMessage({ isStreamlitMessage: true, type, ...said }, "*");

// draw: takes what the page was last given, and its theme
export function listen(draw) {
  window.addEventListener("message", ({ data, source }) => {
    if (source !== window.parent || data?.type !== "streamlit:render") return;
    wear(data.theme);
    draw(data.args);
  });
  to("streamlit:componentReady", { apiVersion: 1 });
}

// The moment tells a new act from the old value that Streamlit repeats at every run.
export function tell(act) {
  const n = Date.now();
  to("streamlit:setComponentValue", { value: { ...act, n }, dataType: "json" });
  return n;
}

export function growWith(main) {
  let told = 0;
  const grow = () => {
    const height = Math.ceil(main.getBoundingClientRect().height) + 2;
    if (height !== told) to("streamlit:setFrameHeight", { height });
    told = height;
  };
  new ResizeObserver(grow).observe(main);
  grow();
}

function wear(theme) {
  if (!theme) return;
  const { style } = document.documentElement;
  style.setProperty("--ground", theme.backgroundColor);
  style.setProperty("--ink", theme.textColor);
  style.setProperty("--accent", theme.primaryColor);
  style.colorScheme = theme.base === "dark" ? "dark" : "light";
}
