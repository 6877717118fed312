// What a served page can do beyond the one in a file: every assumption is answered, the page follows its plan file,
// and changes are tried without touching it. TEXTS and VERSION stand before this (script.py).

const here = new URLSearchParams(location.search);
const base = () => new URLSearchParams([...here].filter(([key]) => key !== "version"));
const WAYS = { yes: "if", no: "if-not", unknown: "if-unknown" };
let switched = {};
let asked = 0;

// -- switches -----------------------------------------------------------------------------------------------------------

function query() {
  const told = base();
  for (const [id, value] of Object.entries(switched)) told.append(WAYS[value], id);
  return told;
}

async function answer() {
  const turn = ++asked;
  try {
    const response = await fetch(`/world?parts&${query()}`);
    const told = await response.json();
    if (turn !== asked) return; // another switch was turned meanwhile
    if (told.errors) throw new Error(told.errors.map((each) => each.message).join("\n"));
    say("unanswered", "");
    document.dispatchEvent(new CustomEvent("willing:answer", { detail: told.parts }));
  } catch (error) {
    if (turn === asked) say("unanswered", error instanceof TypeError ? TEXTS.away : error.message);
  }
}

document.addEventListener("willing:switch", (event) => {
  event.preventDefault();
  switched = event.detail;
  answer();
});

/** The choosers say in which scenario the page is, and who leaves or comes; another is another page. */
function atChosen() {
  const now = {
    scenario: here.getAll("scenario").join(" + "),
    somebody: ["without", "firm"].flatMap((how) => here.getAll(how).map((who) => `${how}=${who}`)).join(" + "),
  };
  for (const [id, value] of Object.entries(now))
    if (value) document.getElementById(id)?.append(element("option", { value, selected: true }, value));
}

document.addEventListener("change", (event) => {
  const { id, value } = event.target;
  if (id !== "scenario" && id !== "somebody") return;
  const told = base();
  for (const key of id === "scenario" ? ["scenario"] : ["without", "firm"]) told.delete(key);
  if (value) told.append(...(id === "scenario" ? [id, value] : [value.split("=")[0], value.slice(value.indexOf("=") + 1)]));
  go(`/${told.size ? "?" : ""}${told}${location.hash}`);
});

// -- notices ------------------------------------------------------------------------------------------------------------

const notices = document.createElement("div");
notices.className = "notices";
notices.setAttribute("role", "status");
const page = document.getElementById("page");
document.querySelector(".columns").before(notices);

/** Says something above the page, or takes it back. */
function say(kind, text, ...more) {
  notices.querySelector(`[data-notice="${kind}"]`)?.remove();
  if (text || more.length) notices.append(element("div", { "data-notice": kind, class: "notice" }, element("pre", {}, text), ...more));
}

// -- following the plan file ----------------------------------------------------------------------------------------------

let version = VERSION;
let away = 0;

function follow() {
  const where = base();
  where.set("version", version);
  const socket = new WebSocket(`ws://${location.host}/follow?${where}`);
  socket.addEventListener("open", () => { away = 0; say("away", ""); });
  socket.addEventListener("message", (event) => {
    const told = JSON.parse(event.data);
    version = told.version;
    document.documentElement.dataset.version = version;
    say("mistakes", told.problems && `${TEXTS.mistakes}\n${told.problems}`);
    if (told.pieces === null) {
      leaving = true;
      location.reload();
    } else if (told.pieces && Object.keys(told.pieces).length) put(told.pieces);
    document.querySelector(".editing")?.follow();
  });
  socket.addEventListener("close", () => {
    if (++away === 2) say("away", TEXTS.away);
    setTimeout(follow, Math.min(250 * 2 ** away, 5000));
  });
}

/** Puts new pieces into the page; what was open stays open, and what was switched stays switched. */
function put(pieces) {
  for (const each of forms.values()) if (each.isConnected) each.remove(); // what was being typed is put back
  const named = (details) => details.querySelector("summary")?.textContent.trim();
  const open = new Set([...document.querySelectorAll("details[open]")].map(named));
  const focused = document.activeElement?.closest("[data-switch]")?.dataset.switch;
  const checked = document.activeElement?.value;
  for (const [selector, html] of Object.entries(pieces)) {
    const piece = document.querySelector(selector);
    if (piece) piece[selector.startsWith("[") ? "outerHTML" : "innerHTML"] = html; // a card is sent whole
  }
  for (const details of page.querySelectorAll("details")) details.open = open.has(named(details));
  document.dispatchEvent(new CustomEvent("willing:page", { detail: switched }));
  const wanted = [...document.querySelectorAll("#switches input")].find((input) => input.name === focused && input.value === checked);
  wanted?.focus();
  atChosen();
  controls();
  extras();
}

/** Puts in the sections that take longest, once they are worked out. */
async function extras() {
  const at = version;
  const response = await fetch(`/extras?${base()}`).catch(() => null);
  if (!response?.ok || at !== version) return;
  const { html } = await response.json();
  for (const old of page.querySelectorAll(".extra")) old.remove();
  page.querySelector(".doubts").insertAdjacentHTML("afterend", html);
}

// -- trying changes -------------------------------------------------------------------------------------------------------

function tried() {
  const told = here.get("try");
  if (!told) return { changes: {}, added: [] };
  try {
    const bytes = Uint8Array.from(atob(told.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
    return { changes: {}, added: [], ...JSON.parse(new TextDecoder().decode(bytes)) };
  } catch {
    return { changes: {}, added: [] };
  }
}

function address(trial) {
  const told = base();
  told.delete("try");
  if (Object.keys(trial.changes).length || trial.added.length) {
    const bytes = new TextEncoder().encode(JSON.stringify(trial));
    told.set("try", btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, ""));
  }
  return told;
}

/** Goes to the page of a trial, if there is one; else says why not beside the form it was asked in. */
async function attempt(trial, form) {
  const told = address(trial);
  const response = await fetch(`/world?${told}`);
  const answer = await response.json();
  const problems = form?.querySelector(".problems");
  if (answer.errors) {
    if (problems) problems.textContent = answer.errors.map((each) => each.message).join("\n");
    return;
  }
  go(`/${told.size ? "?" : ""}${told}${location.hash}`);
}

/** What is tried, and a change of one pledge beside it. */
function withChange(id, keys) {
  const trial = tried();
  trial.changes[id] = { ...trial.changes[id], ...keys };
  return trial;
}

/** How something is sent to the server. */
const sent = (body) => ({ method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

/** Asks the server to write something; says what became of it. What it answered: with `errors` if it did not. */
async function save(asked, told) {
  const response = await fetch("/save", sent(asked)).catch(() => null);
  const answer = response ? await response.json() : { errors: [{ message: TEXTS.away }] };
  const said = answer.errors ? answer.errors.map((each) => each.message) : [`${TEXTS.saved} ${answer.saved}`];
  told([...said, answer.difference, answer.note].filter(Boolean).join("\n"));
  return answer;
}

/** Writes what is tried into the plan; the page then follows its file, and it can be taken back. */
async function savePlan(trial, form) {
  const problems = form?.querySelector(".problems");
  let text = "";
  const answer = await save({ as: "plan", query: String(address(trial)) }, (said) => { text = said; });
  const done = !answer.errors;
  if (!done && problems) problems.textContent = text;
  else say("saved", text, ...(done ? [revertButton()] : []));
  if (!done) return;
  for (const open of document.querySelectorAll(".trying[open]")) open.open = false;
  if (!here.get("try")) return;
  here.delete("try"); // what is saved is tried no more
  sessionStorage.setItem("saved", text);
  go(`/${here.size ? "?" : ""}${here}${location.hash}`);
}

function revertButton() {
  return element("button", { type: "button", click: () => save({ as: "undo" }, (said) => say("saved", said)) }, TEXTS.revert);
}

function field(label, control) {
  return element("label", { class: "field" }, element("span", {}, label), control);
}

function pledgeForm(id, pledge, plan) {
  const amount = element("input", { type: "number", min: 0, step: 1, name: "amount", value: pledge.amount ?? "" });
  const own = element("input", { type: "checkbox", checked: pledge.own });
  const condition = conditionEditor(pledge.condition, plan, own);
  const keys = () => {
    const told = {};
    if (amount.value !== String(pledge.amount ?? "")) told.amount = amount.value === "" ? null : Number(amount.value);
    if (condition.value !== pledge.condition || own.checked !== pledge.own) told[own.checked ? "only_if" : "if"] = condition.value;
    return told;
  };
  const form = element("form", {
    class: "try",
    submit: (event) => {
      event.preventDefault();
      if (Object.keys(keys()).length) attempt(withChange(id, keys()), form);
    },
  });
  form.append(
    condition,
    element("label", { class: "own" }, own, TEXTS.own),
    pledge.provides ? field(`${TEXTS.amount} (${pledge.provides})`, amount) : "",
    element("div", { class: "buttons" },
      element("button", { type: "submit" }, TEXTS.try),
      element("button", { type: "button", click: () => { if (Object.keys(keys()).length) savePlan(withChange(id, keys()), form); } }, TEXTS.plan),
      pledge.condition === "always" && !pledge.own ? "" : element("button", { type: "button", click: () => attempt(withChange(id, { if: "always" }), form) }, TEXTS.drop)),
    element("p", { class: "problems", role: "alert" }),
  );
  return form;
}

/** Where a change of a pledge is tried: there may be thousands, so that each is made when it is opened. */
function pledgeChange(id, pledge, plan) {
  const details = element("details", { class: "trying", toggle: () => { if (details.children.length === 1) details.append(pledgeForm(id, pledge, plan)); } },
    element("summary", {}, TEXTS.change));
  return details;
}

function addForm(plan) {
  const form = element("form", {
    class: "try",
    submit: (event) => {
      event.preventDefault();
      const keys = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));
      if (keys.amount !== undefined) keys.amount = Number(keys.amount);
      const trial = tried();
      trial.added.push(keys);
      attempt(trial, form);
    },
  });
  const options = (values) => values.map(([id, name]) => element("option", { value: id }, name));
  form.append(
    field(TEXTS.partner, element("select", { name: "partner", required: true }, ...options(Object.entries(plan.partners)))),
    field(TEXTS.provides, element("input", { name: "provides", list: "provided" })),
    element("datalist", { id: "provided" }, ...options(Object.entries(plan.provided))),
    field(TEXTS.amount, element("input", { name: "amount", type: "number", min: 0, step: 1 })),
    field(TEXTS.condition, element("input", { name: "if", spellcheck: false, placeholder: "always", dir: "auto" })),
    element("div", { class: "buttons" }, element("button", { type: "submit" }, TEXTS.try)),
    element("p", { class: "problems", role: "alert" }),
  );
  return element("details", { class: "trying adding" }, element("summary", {}, TEXTS.add), form);
}

function saveForm() {
  const name = element("input", { name: "name", required: true, spellcheck: false });
  const done = element("p", { class: "problems", role: "status" });
  const keep = (kind) => name.reportValidity() && save({ as: kind, name: name.value, query: String(query()) }, (said) => { done.textContent = said; });
  return element("details", { class: "trying saving" }, element("summary", {}, TEXTS.save),
    element("form", { class: "try", submit: (event) => event.preventDefault() },
      field(TEXTS.name, name),
      element("div", { class: "buttons" },
        element("button", { type: "button", click: () => keep("scenario") }, TEXTS.scenario),
        element("button", { type: "button", click: () => keep("file") }, TEXTS.file)),
      done));
}

function told(trial) {
  const lines = Object.entries(trial.changes).map(([id, keys]) =>
    `${id}: ${Object.entries(keys).map(([key, value]) => `${key} = ${value ?? "–"}`).join(", ")}`);
  return [...lines, ...trial.added.map((keys) => `+ ${Object.entries(keys).map(([key, value]) => `${key} = ${value}`).join(", ")}`)];
}

const forms = new Map(); // by pledge, where a change of it is tried

/** Puts what can be tried beside each pledge, and what can be saved above the page. */
async function controls() {
  const response = await fetch(`/plan?${base()}`);
  if (!response.ok) return;
  const plan = await response.json();
  const trial = tried();
  const lines = told(trial);
  say("tried", lines.length ? `${TEXTS.tried}\n${lines.join("\n")}` : "",
    ...(lines.length ? [element("button", { type: "button", click: () => attempt({ changes: {}, added: [] }) }, TEXTS.undo),
      plan.can_save ? element("button", { type: "button", click: () => savePlan(trial, notices) }, TEXTS.plan) : "", element("p", { class: "problems", role: "alert" })] : []));
  if (!plan.can_save) return;
  if (!notices.querySelector(".tools")) notices.append(element("div", { class: "tools" }, addForm(plan), saveForm(), planEditor()));
  for (const article of document.querySelectorAll('article.pledge[data-cell^="pledge:"]')) {
    const id = article.dataset.cell.slice("pledge:".length);
    if (!plan.pledges[id]) continue;
    const before = forms.get(id);
    if (!before?.open) before?.remove();
    forms.set(id, before?.open ? before : pledgeChange(id, plan.pledges[id], plan));
    article.append(forms.get(id));
  }
}

const style = document.createElement("style");
style.textContent = `
.notices{display:grid;grid-template-columns:minmax(0,1fr);gap:.5rem;margin:.5rem 1.25rem}.notices:empty{display:none}
.notice{border:1px solid var(--alert);background:var(--alert-ground);border-radius:.4rem;padding:.5rem .8rem}
.notice[data-notice=tried],.notice[data-notice=saved]{border-color:var(--accent);background:var(--accent-soft)}
.notice pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}
.tools{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem}
.trying{margin:.3rem 0}.trying summary{cursor:pointer;color:var(--accent)}
form.try{display:flex;flex-wrap:wrap;gap:.4rem .8rem;align-items:end;margin:.4rem 0}
.field{display:grid;gap:.1rem;flex:1 1 12rem}.field span{font-size:.85em;color:var(--soft)}
.field input,.field select{font:inherit;padding:.25rem .4rem;color:inherit;background:var(--bg);border:1px solid var(--line);border-radius:.25rem;min-width:0}
.card:has(.trying[open]){grid-column:1/-1}.editor{flex-basis:100%;display:grid;gap:.4rem}.editor fieldset{border:1px solid var(--line);border-radius:.4rem;padding:.5rem .6rem}
.editor legend{float:none;width:auto;font-size:.85em;color:var(--soft);font-weight:400}
.build .group{display:grid;gap:.35rem;border-left:3px solid var(--accent);padding-left:.6rem;margin:.2rem 0}
.build .row{display:flex;flex-wrap:wrap;gap:.35rem;align-items:center}.build select,.build input[type=number]{font:inherit;padding:.2rem .3rem;color:inherit;background:var(--bg);border:1px solid var(--line);border-radius:.25rem;max-width:100%;min-width:0}
.build input[type=number]{width:5.5rem}.build label,.own{display:inline-flex;gap:.3rem;align-items:center;font-size:.85em}
.sentence{margin:0;white-space:pre-wrap;font-weight:600}.sentence.wrong{color:var(--alert)}
.buttons{display:flex;flex-wrap:wrap;gap:.4rem}.problems{flex-basis:100%;margin:0;white-space:pre-wrap;color:var(--alert)}
.editing[open]{flex-basis:100%;min-width:0}.code{flex-basis:100%;min-width:0;max-height:70vh;overflow:auto;border:1px solid var(--line);border-radius:.4rem;background:var(--bg)}
.code>div{position:relative;display:grid;grid-template-columns:auto minmax(max-content,1fr);width:max-content;min-width:100%;font:.85rem/1.5 ui-monospace,monospace;tab-size:4}
.code:focus-within{outline:3px solid var(--accent);outline-offset:2px}
.code pre,.code textarea{font:inherit;tab-size:inherit;letter-spacing:normal;margin:0;padding:.4rem .6rem;border:0;white-space:pre;overflow-wrap:normal}
.numbers{position:sticky;left:0;z-index:1;text-align:right;color:var(--soft);background:var(--card);border-right:1px solid var(--line);user-select:none}
.beneath,.code textarea{grid-area:1/2;min-width:12rem}.beneath{visibility:hidden}
.code textarea{position:relative;width:100%;height:100%;min-height:8rem;overflow:hidden;resize:none;outline:none;background:none;color:inherit}
.beneath mark{visibility:visible;position:absolute;left:0;right:0;height:1.5em;background:var(--alert-ground)}.beneath mark[data-kind=warning]{background:var(--accent-soft)}
.beneath span{visibility:visible;position:relative;margin-left:2rem;color:var(--alert)}.beneath span::before{content:"✕ "}.beneath span[data-kind=warning]{color:var(--soft)}.beneath span[data-kind=warning]::before{content:"! "}
.found{flex-basis:100%;margin:0;padding:0;list-style:none;display:grid;gap:.3rem;max-height:16rem;overflow:auto}.found li{display:flex;gap:.6rem;align-items:baseline}.found button{flex:none}
.found li[data-kind=error] b{color:var(--alert)}#editor-state{flex-basis:100%;margin:0}
.saving .problems{color:inherit}@media print{.notices,.trying{display:none}}`;
document.head.append(style);
document.documentElement.dataset.version = version;
atChosen();
controls();
extras();
if (sessionStorage.getItem("saved")) say("saved", sessionStorage.getItem("saved"), revertButton());
sessionStorage.removeItem("saved");
follow();
// what the address switched was turned before anybody here listened
if (location.hash) document.getElementById("switches")?.dispatchEvent(new Event("change"));
