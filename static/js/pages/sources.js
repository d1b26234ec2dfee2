// A figure of the text leads to its source, in a folded list: the list opens. Recent browsers do it
// by themselves.

function openAround() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const list = target?.closest("details.cu-sources");
  if (!list || list.open) return;
  list.open = true;
  target.scrollIntoView();
}

addEventListener("hashchange", openAround);
openAround();
