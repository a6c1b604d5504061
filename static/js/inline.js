// A row that is being edited in its list: Escape does what its link "Verwerfen" does, also for the only one that is open.
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelectorAll("[data-inline]");
  const only = event.target === document.body && open.length === 1 ? open[0] : null;
  (event.target.closest?.("[data-inline]") ?? only)?.querySelector("[data-cancel]")?.click();
});

// The form that takes the place of a row takes the focus along; its errors have it already.
document.addEventListener("htmx:after:swap", ({ target }) => {
  if (!target.matches?.("[data-inline]") || target.contains(document.activeElement)) return;
  target.querySelector("input:not([type=hidden])")?.focus();
});
