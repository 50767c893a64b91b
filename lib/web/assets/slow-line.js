// Whether somebody waits for the line, and not for the server or for their own machine.

const WHATEVER_AFTER = 8000; // ms with files outstanding, however fast others came
const BRISK = 250; // bytes in a ms: who gets files at this pace has no slow line
const TELLING = 20000; // bytes: less than this may come in one breath on any line

// Whether the browser asks for little, or knows its line to be slow.
export const saves = (connection) => Boolean(connection
  && (connection.saveData || /^(slow-2g|2g|3g)$/.test(connection.effectiveType)));

// needed: addresses of the files that the page names; came: what the browser tells of those it has
// fetched; waited: ms since the start. Once all are here the line keeps nobody waiting.
export function isSlow({ needed, came, waited }) {
  const found = new Map(came.map((file) => [file.name, file]));
  const files = needed.map((address) => found.get(address));
  if (files.every((file) => file?.decodedBodySize)) return false;
  const lost = files.some((file) => file && !file.decodedBodySize);
  const brisk = came.some((file) => file.transferSize > TELLING
    && file.transferSize > BRISK * (file.responseEnd - file.responseStart));
  return lost || !brisk || waited > WHATEVER_AFTER;
}
