// The clipboard, also where a browser gives none.

import { node } from "./elements.js";

// Whether the text lies on the clipboard now. On a plain http address browsers give no clipboard:
// there the old command does it, and where that fails too the text stays behind, marked to copy.
export async function copy(text, beside) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch { /* the old way */ }
  const field = node("textarea", "link");
  field.value = text;
  field.readOnly = true;
  beside.after(field);
  field.select();
  const done = document.execCommand("copy");
  if (done) field.remove();
  else field.addEventListener("blur", () => field.remove());
  return done;
}
