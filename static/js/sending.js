// What somebody has typed is sent until the server has said yes: over the end of the session, a login elsewhere, a broken
// line, or somebody who is saving at this moment. Until then it stays where it was typed.
"use strict";

const WAITING = {
  login: "Noch nicht gespeichert: Ihre Sitzung ist zu Ende. Ihr Text bleibt hier stehen.",
  other:
    "Noch nicht gespeichert: Hier ist jetzt jemand anderes angemeldet. Ihr Text bleibt hier stehen.",
  line: "Noch nicht gespeichert: keine Verbindung. Ihr Text bleibt hier stehen und wird gesendet, sobald sie wieder da ist.",
  away: "Noch nicht gespeichert: Das Portal antwortet gerade nicht. Ihr Text bleibt hier stehen und wird gesendet, sobald es antwortet.",
  busy: "Noch nicht gespeichert: Gerade speichert jemand anderes. Ihr Text wird gleich noch einmal gesendet.",
};
const AGAIN_AFTER = { busy: 1500, line: 5000, away: 5000, login: 15_000, other: 15_000 };

// --- where it is said: beside the text ---------------------------------------------------------------

function tell(element, sentence, canLogIn = false) {
  let note = noteOf(element);
  if (!note) {
    note = document.createElement("p");
    note.dataset.note = "";
    note.className = "portal-autosave__error";
    placeOf(element).append(note);
  }
  note.textContent = `${sentence} `;
  if (canLogIn) note.append(document.getElementById("anmelden-knopf").content.cloneNode(true));
}

function placeOf(element) {
  const form = element.closest?.("[data-autosave], form[method=post]");
  const place = form?.querySelector("[role=status]");
  place?.querySelector("span")?.replaceChildren();
  return place ?? form ?? document.querySelector(".portal-messages");
}

const noteOf = (element) => placeOf(element).querySelector("[data-note]");

// --- until it can be sent ------------------------------------------------------------------------------

async function wait(why, element, isByItself) {
  if (!element.isConnected) throw new DOMException("Nobody waits for it", "AbortError");
  const isLogin = why === "login" || why === "other";
  const isNew = noteOf(element)?.dataset.note !== why;
  tell(element, WAITING[why], isLogin);
  noteOf(element).dataset.note = why;
  if (isLogin && isNew && !isByItself) openLogin(); // beside somebody who types nothing opens
  await woken(AGAIN_AFTER[why]);
}

async function untilOurs(element, isByItself) {
  for (;;) {
    const state = await lookAtSession();
    if (state === "ours") break;
    await wait(state, element, isByItself);
  }
  noteOf(element)?.remove();
  dialog()?.close();
}

// In the place of fetch, for htmx.
async function send(action, request, element, isByItself) {
  for (;;) {
    const why = await refusalOf(action, request);
    if (why instanceof Response) return (noteOf(element)?.remove(), why);
    if (why === "login" || why === "token") await untilOurs(element, isByItself);
    else await wait(why, element, isByItself);
    renewToken(request);
  }
}

async function refusalOf(action, request) {
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(60_000)].filter(Boolean));
  try {
    const response = await fetch(action, { ...request, signal });
    const why = response.headers.get("X-Refused");
    return why && (why in WAITING || why === "token") ? why : response;
  } catch (error) {
    if (request.signal?.aborted) throw error;
    return "line";
  }
}

function renewToken({ headers, body }) {
  const token = document.querySelector("meta[name=csrf-token]").content;
  if ("X-CSRFToken" in headers) headers["X-CSRFToken"] = token;
  if (body?.has?.("csrfmiddlewaretoken")) body.set("csrfmiddlewaretoken", token);
}

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  if (!person) return;
  const isByItself = ["input", "change", "load"].includes(ctx.sourceEvent?.type);
  ctx.fetch = (action, request) => send(action, request, ctx.sourceElement, isByItself);
});

// A form that htmx does not send leaves the page only when somebody is there who takes it.
document.addEventListener(
  "submit",
  async (event) => {
    const { target: form, submitter } = event;
    if (!person || form.method !== "post" || form.matches("[data-unasked]")) return;
    if (form.dataset.asked === "yes") return delete form.dataset.asked;
    if (["login", "other"].includes(noteOf(form)?.dataset.note)) openLogin();
    if (form.matches("[hx-post]") || (isSeen() && !form.dataset.asked)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.dataset.asked) return;
    form.dataset.asked = "asking";
    await untilOurs(form, false);
    form.dataset.asked = "yes";
    form.requestSubmit(submitter);
  },
  true,
);
