// The operator's list: choose all of the page at once, and see how many are chosen.
const boxes = [...document.querySelectorAll('.dk-choose input[name="demandes"]')];
const bar = document.getElementById("id_acte");

if (boxes.length > 1 && bar) {
  const list = document.querySelector(".dk-list--compact");
  const all = document.createElement("div");
  all.className = "fr-checkbox-group fr-checkbox-group--sm dk-choose-all";
  all.innerHTML =
    '<input type="checkbox" id="choisir-tout"><label class="fr-label" for="choisir-tout"></label>';
  const box = all.querySelector("input");
  all.querySelector("label").textContent = `Choisir les ${boxes.length} demandes de cette page`;
  list.before(all);

  const said = bar.querySelector("[data-chosen]");
  const tell = () => {
    const count = boxes.filter((one) => one.checked).length;
    box.checked = count === boxes.length;
    box.indeterminate = count > 0 && count < boxes.length;
    said.textContent = count ? `\u00a0: ${count} choisie${count > 1 ? "s" : ""}` : "";
    bar.classList.toggle("dk-bulk--ready", count > 0);
  };
  box.addEventListener("change", () => {
    boxes.forEach((one) => {
      one.checked = box.checked;
    });
    tell();
  });
  boxes.forEach((one) => one.addEventListener("change", tell));
  tell();
}
