// After a correction was checked, say at its input whether it is still wrong; the sentence itself came with the answer.
document.body.addEventListener("htmx:oobAfterSwap", () => {
  for (const said of document.querySelectorAll("[data-cell]")) {
    const input = document.getElementById(said.dataset.cell);
    if (!input) continue;
    if ("bad" in said.dataset) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }
});
