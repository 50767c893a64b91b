// The page that a script of ours runs in.

export const language = () =>
  document.querySelector("[data-language]")?.dataset.language || document.documentElement.lang;

// Where the product lives, also below a base path; known only while the script is first run.
export const root = () => new URL("..", document.currentScript.src);
