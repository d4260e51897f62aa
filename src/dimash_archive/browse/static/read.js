// Search as you type: results are asked for while the reader pauses, and the address keeps up with them.
"use strict";
const form = document.getElementById("ask"), results = document.getElementById("results");
const told = document.getElementById("told");
let waiting = 0, asked = 0;
async function look() {
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  history.replaceState(null, "", `${form.action}?${query}`);
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
