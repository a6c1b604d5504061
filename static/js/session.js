// Who is logged in here, and with which token: asked before anything that was typed is sent. A session that has ended
// begins again without leaving the page, in a dialog or in another window.
"use strict";

const wake = new EventTarget();
const windows = new BroadcastChannel("auditportal");
const person = document.querySelector("meta[name=person]")?.content;

const wakeUp = () => wake.dispatchEvent(new Event("wake"));
if (person) windows.postMessage(person); // who waits in another window can go on
windows.addEventListener("message", wakeUp);
for (const name of ["focus", "online", "pageshow"]) addEventListener(name, wakeUp);
let typing;
document.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(wakeUp, 500);
});

// Until something has happened after which another attempt may succeed.
function woken(milliseconds) {
  return new Promise((resolve) => {
    const timer = setTimeout(wakeUp, milliseconds);
    const done = () => (clearTimeout(timer), resolve());
    wake.addEventListener("wake", done, { once: true });
  });
}

// What need not be asked again: the session was seen a moment ago, and no login has made a new token since.
let seen = { at: performance.now(), cookies: document.cookie };
const isSeen = () => performance.now() - seen.at < 30_000 && document.cookie === seen.cookies;
addEventListener("offline", () => (seen.at = -Infinity));

// "ours", "login" (nobody is logged in), "other" (somebody else is), "away" or "line".
async function lookAtSession() {
  try {
    const signal = AbortSignal.timeout(10_000);
    const response = await fetch("/konto/sitzung/", { cache: "no-store", signal });
    if (!response.ok) return "away";
    const now = await response.json();
    if (!now.person) return "login";
    if (person && String(now.person) !== person) return "other";
    takeToken(now.token);
    seen = { at: performance.now(), cookies: document.cookie };
    return "ours";
  } catch {
    return "line";
  }
}

// Every login makes a new token: what the page still carries is one that nobody takes any more.
function takeToken(token) {
  document.querySelector("meta[name=csrf-token]")?.setAttribute("content", token);
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
}

// --- the dialog: the pages of the login, one after the other, until one is in -----------------------

const dialog = () => document.getElementById("wieder-anmelden");

async function openLogin() {
  if (dialog().open) return;
  dialog().showModal();
  await show(fetch(dialog().dataset.login));
}

async function show(answer) {
  const place = dialog().querySelector("[data-login-page]");
  try {
    const response = await answer;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const shown = page.querySelector("main");
    shown.querySelector("h1")?.remove();
    for (const link of shown.querySelectorAll("a")) link.target = "_blank";
    place.replaceChildren(...shown.childNodes);
    place.querySelector("[data-error-summary], input:not([type=hidden])")?.focus();
  } catch {
    place.textContent = "Keine Verbindung. Bitte versuchen Sie es gleich noch einmal.";
  }
}

async function submitLogin(form, submitter) {
  const response = fetch(form.action, { method: "POST", body: new FormData(form, submitter) });
  await response.catch(() => null);
  const state = await lookAtSession();
  if (state === "ours") dialog().close();
  else if (state === "other")
    dialog().querySelector("[data-login-page]").textContent =
      "Angemeldet ist jetzt jemand anderes. Was Sie geschrieben haben, wird in dessen Namen nicht gesendet.";
  else await show(response);
  wakeUp();
}

document.addEventListener(
  "submit",
  (event) => {
    if (!dialog()?.contains(event.target) || event.target.method === "dialog") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    submitLogin(event.target, event.submitter);
  },
  true,
);

document.addEventListener("click", ({ target }) => {
  if (target.closest?.("[data-log-in]")) openLogin();
});
document.querySelector("[data-log-in-now]")?.click();
