// Search as you type, a text size that stays, citations copied: all of it works without, by links and buttons.
"use strict";
const form = document.getElementById("ask"), results = document.getElementById("results");
const told = document.getElementById("told");
let waiting = 0, asked = 0;
async function look() {
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  if (!document.getElementById("year").validity.valid) return;
  history.replaceState(null, "", `${form.action}?${query}`);
  for (const link of document.querySelectorAll(".tongues a")) {
    const other = new URLSearchParams(query);
    other.set("ui", link.lang);
    link.href = `${form.action}?${other}`;
  }
  const mine = ++asked;
  query.set("part", "1");
  const answer = await fetch(`${form.action}?${query}`);
  if (!answer.ok || mine !== asked) return;
  const found = await answer.text();
  if (mine !== asked) return;
  results.innerHTML = found;
  told.textContent = document.getElementById("found")?.textContent ?? "";
}
if (form) {
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(look, 250); });
  form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(waiting); look(); });
}
for (const choice of document.querySelectorAll("input[name=size]")) {
  choice.checked = choice.value === (localStorage.getItem("text-size") ?? "m");
  choice.addEventListener("change", () => localStorage.setItem("text-size", choice.value));
}
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = button.dataset.done;
  });
}
for (const sentence of document.querySelectorAll("[data-sentence]")) {
  const same = document.querySelectorAll(`[data-sentence="${sentence.dataset.sentence}"]`);
  const near = (on) => { for (const each of same) each.classList.toggle("near", on); };
  sentence.addEventListener("pointerenter", () => near(true));
  sentence.addEventListener("pointerleave", () => near(false));
  sentence.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    for (const each of document.querySelectorAll(".same")) each.classList.remove("same");
    for (const each of same) each.classList.add("same");
    history.replaceState(null, "", sentence.href);
  });
}
