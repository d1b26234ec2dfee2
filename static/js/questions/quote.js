// « Citer » puts the answer, or what is selected of it, in the answer box of this very page.
// Without this module the link opens the answer page with the quote in it.

const CHARACTERS = 600;

/** As `as_quote` of the server: « > » before each line, cut when long. */
function asQuote(name, text) {
  const kept = text.length > CHARACTERS ? `${text.slice(0, CHARACTERS - 1)}…` : text;
  const lines = kept.split("\n").map((line) => `> ${line}`.trimEnd()).join("\n");
  return `> **${name}** :\n>\n${lines}\n\n`;
}

/** What is selected inside of this text, else the whole of it. */
function quoted(post) {
  const selection = document.getSelection();
  const isInside = selection.rangeCount > 0 && post.contains(selection.getRangeAt(0).commonAncestorContainer);
  const whole = [...post.children].map((block) => block.innerText.trim()).join("\n\n");
  return (isInside && selection.toString().trim()) || whole;
}

const box = document.querySelector("[data-answer-box] textarea");
if (box) {
  for (const link of document.querySelectorAll("[data-quote]")) {
    link.addEventListener("click", (event) => {
      const post = link.closest("article")?.querySelector(".cu-post");
      if (!post || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const begun = box.value.trimEnd();
      box.value = `${begun}${begun ? "\n\n" : ""}${asQuote(link.dataset.quote, quoted(post))}`;
      box.focus();
      box.setSelectionRange(box.value.length, box.value.length);
      box.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
}
