/* What `socle.typography` does to pages, for the texts that scripts write: no line ends with « nor begins with a colon. */

const NO_BREAK = "\u00a0";

export function typeset(text) {
  return text.replace(/« +/g, `«${NO_BREAK}`).replace(/ +(?=[:;?!»%€])/g, NO_BREAK);
}
