// Buttons beside each quantity box, and the running estimate. The form works without them.
(function () {
  "use strict";

  function button(sign, label, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button quantity__step";
    made.textContent = sign;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  }

  function packs(input) {
    return Math.max(Math.trunc(Number(input.value)) || 0, 0);
  }

  function step(input, by) {
    input.value = Math.max(packs(input) + by, 0);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function addButtons(stepper) {
    const input = stepper.querySelector("input");
    const title = stepper.dataset.title;
    stepper.prepend(button("−", `${title}减一`, () => step(input, -1)));
    stepper.append(button("+", `${title}加一`, () => step(input, 1)));
    input.addEventListener("focus", () => input.select());
  }

  // What somebody wants at a price: the box itself, or more in a box for that price or a higher one.
  function wanted(stepper, price) {
    const boxes = [...(stepper.closest(".pledge")?.querySelectorAll("[data-at-price]") ?? [])];
    const reached = boxes.filter((box) => price <= Number(box.dataset.atPrice));
    return Math.max(packs(stepper.querySelector("input")), ...reached.map(packs));
  }

  function estimate(form) {
    let count = 0;
    let fen = 0;
    form.querySelectorAll("[data-stepper]").forEach((stepper) => {
      const shown = document.querySelector(`[data-price-of="${stepper.dataset.item}"]`);
      const price = Number(shown.dataset.price);
      const quantity = wanted(stepper, price);
      count += quantity;
      fen += quantity * Math.round(price * 100);
    });
    form.querySelector("[data-estimate]").hidden = count === 0;
    form.querySelector("[data-estimate-packs]").textContent = count;
    form.querySelector("[data-estimate-amount]").textContent = (fen / 100).toFixed(2);
  }

  document.querySelectorAll("[data-stepper]").forEach(addButtons);
  document.querySelectorAll("[data-estimate-form]").forEach((form) => {
    form.addEventListener("input", () => estimate(form));
    document.body.addEventListener("htmx:oobAfterSwap", () => estimate(form));
    estimate(form);
  });
})();
