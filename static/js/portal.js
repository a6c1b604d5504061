// What the pages do beyond HTML. Everything also works without this file.
"use strict";

const ready = document.readyState === "loading" ? "DOMContentLoaded" : null;
const start = () => {
  focusErrors(document);
  offerTexts();
};
const offerTexts = () => {
  for (const button of document.querySelectorAll("[data-take]")) button.hidden = false;
};
ready ? document.addEventListener(ready, start) : start();

function focusErrors(root) {
  const summary = root.querySelector?.("[data-error-summary]");
  if (!summary) return;
  summary.focus();
  if (!document.title.startsWith("Fehler: ")) document.title = `Fehler: ${document.title}`;
}

// --- htmx: the CSRF token, one version at a time, and sentences instead of error pages ------------

const state = (form) => form.querySelector("[role=status]");

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  const token = document.querySelector("meta[name=csrf-token]");
  if (token && ctx.request.method !== "GET") ctx.request.headers["X-CSRFToken"] = token.content;
  ctx.typed = ctx.sourceElement.closest?.("[data-autosave]")?.dataset.unsaved;
});

const conflictIn = (element) => element?.querySelector(".portal-conflict");
const isByItself = ({ type }) => type === "input" || type === "change";

// Beside somebody else's text nothing is saved by itself: the next saving is a decision.
// A request that waited behind another would carry the version before it.
document.addEventListener("htmx:before:request", (event) => {
  const { ctx } = event.detail;
  const form = ctx.sourceElement.closest?.("[data-autosave]");
  if (conflictIn(form) && isByItself(ctx.sourceEvent)) event.preventDefault();
  const version = form?.querySelector("[name=version], [name$='-version']");
  if (version && ctx.request.body?.set) ctx.request.body.set(version.name, version.value);
});

document.addEventListener("htmx:before:response", (event) => {
  const { raw } = event.detail.ctx.response;
  if (!raw.redirected) return;
  event.preventDefault(); // the page has moved: show it as a page
  location.assign(raw.url);
});

// What was typed while the request was on its way is not saved by it.
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const form = ctx.sourceElement.closest?.("[data-autosave]");
  if (form && ctx.response.status < 400 && form.dataset.unsaved === ctx.typed)
    delete form.dataset.unsaved;
});

document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
  const status = ctx.response.status;
  if (status === 409 || status === 422) return; // these are swapped in
  const why = {
    403: "Dazu fehlt Ihnen das Recht.",
    404: "Das gibt es nicht mehr.",
    413: "Die Datei ist zu groß.",
  };
  tell(
    ctx.sourceElement,
    `Nicht gespeichert: ${why[status] ?? "Bitte versuchen Sie es gleich noch einmal."}`,
  );
});

document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
  tell(ctx.sourceElement, "Nicht gespeichert. Ihr Text bleibt hier stehen.");
});

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  const form = ctx.sourceElement.closest?.("[data-autosave]");
  const status = ctx.response?.status;
  if (form && status < 400) conflictIn(form)?.remove();
  if (form && status < 400 && "unsaved" in form.dataset) sayUnsaved(form);
  if (status === 422) focusErrors(document);
  if (status !== 409) return;
  offerTexts();
  if (!isByItself(ctx.sourceEvent)) conflictIn(form ?? document)?.focus(); // the caret stays
});

// --- unsaved texts, last year's text, double clicks, files, menu -----------------------------------

const sayUnsaved = (form) =>
  state(form).querySelector("span")?.replaceChildren("Noch nicht gespeichert …");
let letters = 0;

document.addEventListener("input", ({ target }) => {
  const form = target.closest("[data-autosave]");
  if (!form) return;
  const isNew = !("unsaved" in form.dataset);
  form.dataset.unsaved = ++letters;
  if (isNew) sayUnsaved(form); // once, not with every letter
});

addEventListener("beforeunload", (event) => {
  if (document.querySelector("[data-autosave][data-unsaved]")) event.preventDefault();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("hx-post")) return;
  delete form.dataset.unsaved;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 3000);
});

document.addEventListener("change", ({ target }) => {
  const limit = Number(target.dataset?.maxBytes);
  if (target.type !== "file" || !limit) return;
  const tooLarge = [...target.files].find((file) => file.size > limit);
  const id = `${target.id}_groesse`;
  document.getElementById(id)?.remove();
  if (!tooLarge) return;
  const size = (bytes) => (bytes / 1048576).toLocaleString("de-DE", { maximumFractionDigits: 1 });
  const note = document.createElement("p");
  note.id = id;
  note.className = "portal-autosave__error";
  note.setAttribute("role", "alert");
  note.textContent = `„${tooLarge.name}“ hat ${size(tooLarge.size)} MB. Erlaubt sind ${size(limit)} MB. Bitte wählen Sie eine kleinere Datei.`;
  target.after(note);
  target.value = "";
});

// What is put beside a text of several is decided there: to save it, or to let the other stay.
document.addEventListener("click", (event) => {
  const entry = event.target.closest?.("[data-autosave]");
  const stay = event.target.closest?.("[data-stay]");
  if (entry && stay) delete entry.dataset.unsaved;
  if (stay?.pathname === location.pathname) stay.hash = ""; // this page anew, not a leap within it
  if (!entry || entry.matches("form") || !event.target.closest("[data-save]")) return;
  event.preventDefault();
  entry.dispatchEvent(new Event("speichern"));
});

document.addEventListener("click", ({ target }) => {
  for (const menu of document.querySelectorAll("[data-menu][open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
  const button = target.closest?.("[data-take]");
  if (!button) return;
  const field = document.getElementById(button.dataset.into);
  field.value = document.getElementById(button.dataset.take).innerText;
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
