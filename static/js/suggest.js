// Products while somebody types in the search box; the box works without it. Arrows walk the list, Escape closes it.
const box = document.querySelector("[data-suggest]");
const list = document.querySelector("[data-suggestions]");
let waiting, asking;

function close() {
  list.hidden = true;
  list.replaceChildren();
}

async function ask() {
  const words = box.value.trim();
  asking?.abort();
  if (!words) return close();
  asking = new AbortController();
  try {
    const answer = await fetch(`${box.dataset.suggest}?words=${encodeURIComponent(words)}`, { signal: asking.signal });
    if (!answer.ok) return close();
    list.innerHTML = await answer.text();
    list.hidden = !list.querySelector("a");
  } catch (error) {
    if (error.name !== "AbortError") close();
  }
}

function walk(event) {
  const links = [...list.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement);
  if (event.key === "Escape") {
    close();
    box.focus();
  } else if (event.key === "ArrowDown" && at < links.length - 1) {
    event.preventDefault();
    links[at + 1].focus();
  } else if (event.key === "ArrowUp" && at >= 0) {
    event.preventDefault();
    (links[at - 1] || box).focus();
  }
}

if (box && list) {
  box.addEventListener("input", (event) => {
    clearTimeout(waiting);
    // Letters of a word that is still being composed are not asked for.
    if (!event.isComposing) waiting = setTimeout(ask, 150);
  });
  box.addEventListener("compositionend", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 150);
  });
  box.form.addEventListener("keydown", walk);
  document.addEventListener("click", (event) => box.form.contains(event.target) || close());
}
