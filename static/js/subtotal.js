// The subtotal follows the quantity, at the tier price it reaches. The server counts again when the form is sent.
(function () {
  "use strict";

  const form = document.querySelector("[data-subtotal]");
  if (!form) return;
  const input = form.querySelector("input[name=quantity]");
  const output = form.querySelector("output");
  const tiers = [...document.querySelectorAll("[data-tier]")];

  function fen(price) {
    return Math.round(Number(price) * 100);
  }

  function show() {
    const quantity = Math.max(Math.trunc(Number(input.value)) || 0, 0);
    let price = fen(form.dataset.subtotal);
    tiers.forEach((row) => {
      if (quantity >= Number(row.dataset.tier)) price = fen(row.dataset.tierPrice);
    });
    tiers.forEach((row) => row.classList.toggle("prices__reached", price === fen(row.dataset.tierPrice)));
    const amount = ((price * quantity) / 100).toFixed(2);
    output.value = amount.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  }

  input.addEventListener("input", show);
  show();
})();
