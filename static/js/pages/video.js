// A video of another site plays in its page: nothing is asked of that site before the click.
// Without this file, the link leads to the page of the video.

function play(link) {
  const frame = document.createElement("iframe");
  frame.src = link.dataset.video;
  frame.title = link.dataset.title;
  frame.className = "cu-video__frame";
  frame.allowFullscreen = true;
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  link.closest(".cu-video__place").replaceChildren(frame);
  frame.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-video]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  play(link);
});
