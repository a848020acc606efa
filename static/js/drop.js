// The whole drop area takes files and says which; without this the browser's own file field in it does.
for (const area of document.querySelectorAll("[data-drop]")) {
  const input = area.querySelector("input[type=file]");
  const chosen = area.querySelector("[data-drop-chosen]");
  const mark = (isOver) => area.classList.toggle("drop--over", isOver);
  const show = () => {
    chosen.hidden = !input.files.length;
    const names = Array.from(input.files, (file) => file.name);
    const count = names.length > 1 ? `已选 ${names.length} 个` : "已选";
    chosen.textContent = names.length ? `${count}：${names.join("、")}` : "";
  };
  input.classList.add("visually-hidden");
  area.querySelector("[data-drop-hint]").hidden = false;
  area.querySelector("[data-drop-button]").hidden = false;
  input.addEventListener("change", show);
  area.addEventListener("dragover", (event) => {
    event.preventDefault();
    mark(true);
  });
  area.addEventListener("dragleave", () => mark(false));
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(false);
    if (event.dataTransfer.files.length) input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  show();
}
