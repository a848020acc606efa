// A button that copies the text beside it. Without it the text is there to be selected by hand.
(function () {
  "use strict";

  document.querySelectorAll("[data-copy]").forEach((box) => {
    const source = box.querySelector("input, [data-copy-text]");
    const button = box.querySelector("button");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      if (source.select) source.select();
      else window.getSelection().selectAllChildren(source);
      try {
        await navigator.clipboard.writeText(source.value || source.textContent.trim());
        button.textContent = "已复制";
      } catch (refused) {
        button.textContent = "请长按复制";
      }
    });
  });
})();
