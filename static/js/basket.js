// Buttons beside each quantity box of the basket, in the box's own steps; a changed number is sent at once.
// Without it the form is sent by hand.
(function () {
  "use strict";

  const WAIT = 600; // ms without another press

  function send(form) {
    clearTimeout(form.pending);
    form.pending = setTimeout(() => form.requestSubmit(form.querySelector("[name=update]")), WAIT);
  }

  function button(sign, label, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button quantity__step";
    made.textContent = sign;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  }

  function step(input, act) {
    act.call(input);
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  document.querySelectorAll("[data-basket]").forEach((form) => {
    form.querySelectorAll("[data-quantity]").forEach((box) => {
      const input = box.querySelector("input");
      const title = form.querySelector(`label[for="${input.id}"]`).textContent;
      input.before(button("−", `减少${title}`, () => step(input, input.stepDown)));
      input.after(button("+", `增加${title}`, () => step(input, input.stepUp)));
    });
    form.addEventListener("change", () => send(form));
  });
})();
