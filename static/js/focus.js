// Where a part of the page is loaded anew, the focus stays at its place: at the same control, or else at the first one of
// what has come in its stead.
"use strict";

const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary";
let place = null;

document.addEventListener("htmx:before:swap", () => {
  const here = document.activeElement;
  place = { id: here.id, name: here.name, around: [] };
  for (let one = here; one; one = one.parentElement) if (one.id) place.around.push(one.id);
});

document.addEventListener("htmx:after:swap", () => {
  if (!place || document.activeElement !== document.body) return;
  const around = place.around.map((id) => document.getElementById(id)).find(Boolean);
  const { id, name } = place;
  const same =
    (id && document.getElementById(id)) || (name && around?.querySelector(`[name="${name}"]`));
  (same || around?.querySelector(CONTROLS))?.focus();
  place = null;
});
