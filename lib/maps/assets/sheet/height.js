// The frame is as high as the sheet, so that nothing scrolls inside it. The component would set
// the height it was called with after each run: it gets ours instead.

export function growWith(main) {
  const { Streamlit } = window;
  const tell = Streamlit.setFrameHeight.bind(Streamlit);
  const height = () => Math.ceil(main.getBoundingClientRect().height);
  Streamlit.setFrameHeight = () => tell(height());
  new ResizeObserver(() => tell(height())).observe(main);
  tell(height());
}
