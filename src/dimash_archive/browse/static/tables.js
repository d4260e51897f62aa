// Datasette's script puts an editor in the place of the field for SQL: it is called as the field was.
"use strict";
addEventListener("load", () => {
  const name = document.getElementById("sql-editor")?.getAttribute("aria-label");
  if (name) document.querySelector(".CodeMirror textarea")?.setAttribute("aria-label", name);
});
