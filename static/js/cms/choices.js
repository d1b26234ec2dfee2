// Editors' admin: questions and copropriétés chosen in lists, in order. The text field of each group
// (`cms/related_content/widgets.py`) holds one address a line, and is what is sent.
(() => {
  const GROUP = "[data-choices]";

  function lines(group) {
    return [...group.querySelectorAll("[data-choices-list] > li")];
  }

  function write(group, told) {
    const field = group.querySelector("textarea");
    field.value = lines(group)
      .map((line) => line.dataset.address)
      .join("\n");
    // The editor saves and previews what says that it changed.
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    group.querySelector("[data-choices-told]").textContent = told;
    limit(group);
  }

  function limit(group) {
    const most = Number(group.dataset.most);
    const isFull = most > 1 && lines(group).length >= most;
    for (const button of group.querySelectorAll("[data-choices-add]")) button.disabled = isFull;
  }

  function add(group, { address, title, detail, label }) {
    const list = group.querySelector("[data-choices-list]");
    if (lines(group).some((line) => line.dataset.address === address)) {
      group.querySelector("[data-choices-told]").textContent = `${title} est déjà choisi.`;
      return;
    }
    const made = group.querySelector("template").content.cloneNode(true).firstElementChild;
    made.dataset.address = address;
    made.querySelector("[data-choices-label]").textContent = label;
    made.querySelector("[data-choices-title]").textContent = title;
    made.querySelector("[data-choices-detail]").textContent = detail;
    for (const name of made.querySelectorAll("[data-choices-name]")) name.textContent = title;
    // Where one alone may be chosen, it takes the place of the former.
    if (group.dataset.most === "1") list.replaceChildren();
    list.append(made);
    write(group, `${title} : choisi.`);
  }

  function choose(group, button) {
    const workflow = window.ModalWorkflow({
      url: button.dataset.choicesAdd,
      onload: window.CHOOSER_MODAL_ONLOAD_HANDLERS,
      responses: {
        chosen(found) {
          add(group, found);
          workflow.close();
          button.focus();
        },
      },
    });
  }

  function act(group, button) {
    const line = button.closest("li");
    const title = line.querySelector("[data-choices-title]").textContent;
    if (button.matches("[data-choices-remove]")) {
      line.remove();
      write(group, `${title} : retiré.`);
      group.querySelector("[data-choices-add]").focus();
      return;
    }
    const isUp = button.matches("[data-choices-up]");
    const other = isUp ? line.previousElementSibling : line.nextElementSibling;
    if (!other) return;
    if (isUp) other.before(line);
    else other.after(line);
    button.focus();
    write(group, `${title} : place ${lines(group).indexOf(line) + 1}.`);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest(`${GROUP} button`);
    if (!button) return;
    const group = button.closest(GROUP);
    if (button.matches("[data-choices-add]")) choose(group, button);
    else act(group, button);
  });

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(GROUP).forEach(limit);
  });
})();
