// What every page of a room does: it follows the room, says when it is cut off, sends what is written, and keeps what
// is typed until it is taken or dropped (§R7.2, §R12.2). ROOM stands before this (pages.py).

const say = (name) => ROOM.texts[name];
const query = (more = {}) => new URLSearchParams({ acting: ROOM.acting, lang: ROOM.lang, ...more });
const api = (path) => `${ROOM.address}/${path}${path.includes("?") ? "&" : "?"}${query()}`;

const told = document.getElementById("told");
/** Says something above the page until something else is said. */
function tell(text, bad = false) {
  told.replaceChildren(text ? element("p", { class: bad ? "bad" : "" }, text) : "");
}

/** What a problem says, in lines. */
function problem(answer) {
  const errors = (answer.errors ?? []).map((each) => `${each.record ? `${each.record}: ` : ""}${each.message}`);
  return [...new Set([answer.detail ?? answer.title, ...errors])].join("\n");
}

const keys = new Map(); // of what was sent and not answered: sent again, it is the same (§R7.3)

async function send(method, path, body) {
  const text = JSON.stringify(body);
  const name = `${method} ${path} ${text}`;
  if (!keys.has(name)) keys.set(name, crypto.randomUUID());
  const response = await fetch(api(path), {
    method, body: text, headers: { "content-type": "application/json", "idempotency-key": keys.get(name) },
  });
  keys.delete(name);
  const answer = await response.json();
  return [response.ok, answer];
}

// -- following ------------------------------------------------------------------------------------------------------------

let heard = Date.now();
let cursor = ROOM.cursor;
let failed = 0;

function follow() {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const socket = new WebSocket(`${scheme}://${location.host}${ROOM.address}/follow?${query({ basis: ROOM.basis, cursor })}`);
  socket.addEventListener("message", (event) => {
    heard = Date.now();
    failed = 0;
    const news = JSON.parse(event.data);
    const now = news.cursor ?? news.alive ?? news.reset.cursor;
    const touched = news.delta?.length > 0 || now > cursor;
    cursor = now;
    if (touched) later();
  });
  socket.addEventListener("close", (event) => {
    if (event.code === 1008) location.reload(); // signed out, or revoked
    else setTimeout(follow, Math.min(500 * 2 ** failed++, 5000) * (0.5 + Math.random()));
  });
}

setInterval(() => {
  const away = Date.now() - heard > 22_000;
  const cut = document.getElementById("cut");
  if (cut.hidden === away) cut.hidden = !away;
  document.documentElement.toggleAttribute("data-cut", away);
  for (const clock of document.querySelectorAll("[data-until]")) {
    const [unit, length] = clock.matches("[data-seconds]") ? [1000, 3] : [60_000, 2];
    const left = Math.max(0, Math.round((Date.parse(clock.dataset.until) - Date.now()) / unit));
    const parts = Array.from({ length }, (_, place) => Math.floor(left / 60 ** (length - 1 - place)) % (place ? 60 : Infinity));
    const text = `(${say("left")} ${parts.map((part, place) => (place ? String(part).padStart(2, "0") : part)).join(":")})`;
    if (clock.textContent !== text) clock.textContent = text;
  }
}, 1000);

const pages = {}; // what some pages do instead when something is new
let waiting = 0;
function later() {
  clearTimeout(waiting);
  waiting = setTimeout(() => (pages[ROOM.page] ?? refresh)(), ROOM.page === "reveal" ? 0 : 150);
}

let postponed = false; // until nothing is being typed
document.addEventListener("focusout", (event) => {
  if (!postponed || event.relatedTarget?.closest?.("[data-part]")) return; // a button that is just being pressed stays
  postponed = false;
  later();
});

/** Says to who cannot see it what of the page others changed. */
function announce(changed) {
  const names = [...new Set(changed.map((each) => (each.querySelector("h2") ?? document.querySelector("h1")).textContent.trim()))];
  if (names.length) document.getElementById("news").textContent = `${say("news")} ${names.join(", ")}`;
}

/** Puts the parts of the page in as they are now; what is typed stays. */
async function refresh({ own = false } = {}) {
  const response = await fetch(location.href).catch(() => null);
  if (!response?.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  document.dispatchEvent(new CustomEvent("room:page", { detail: page }));
  const changed = [];
  for (const part of document.querySelectorAll("[data-part]")) {
    const now = page.querySelector(`[data-part="${part.dataset.part}"]`);
    if (!now || now.isEqualNode(part)) continue;
    const busy = part.contains(document.activeElement) && document.activeElement.matches("input,select,textarea,button");
    postponed ||= busy;
    if (busy || part.querySelector(".beneath form,.beneath .conflict")) continue;
    part.replaceWith(now);
    changed.push(now);
  }
  if (!own) announce(changed);
  typed();
  looked();
  remarks();
}

// -- what is sent ---------------------------------------------------------------------------------------------------------

async function post(method, path, body, taken = () => {}) {
  try {
    const [ok, answer] = await send(method, path, body);
    if (ok) taken();
    tell(ok ? say("sent") : problem(answer), !ok);
    if (ok) await refresh({ own: true });
    return [ok, answer];
  } catch {
    tell(say("away"), true);
    return [false, {}];
  }
}

function fields(form) {
  const body = { ...JSON.parse(form.dataset.more ?? "{}") };
  for (const input of form.querySelectorAll("[name]")) {
    const value = input.value.trim();
    if (input.matches("[data-each]")) body[input.name] = [...(body[input.name] ?? []), ...(input.checked ? [value] : [])];
    else if (input.type === "checkbox") body[input.name] = input.checked;
    else if (input.matches("[data-moment]")) body[input.name] = value ? `${value}:00Z` : null;
    else if (value) body[input.name] = value;
  }
  if (!form.matches("[data-sign]")) return body;
  const { by, ref, ...rest } = body;
  return { ...rest, sign: { by, ref } };
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-form],[data-invite],[data-behalf]")) return;
  event.preventDefault();
  const body = fields(form);
  if (form.matches("[data-form]")) {
    const [ok] = await post(form.dataset.form, form.dataset.path, body);
    if (ok) form.reset();
  } else if (form.matches("[data-invite]")) {
    const [delegation, role] = body.who.split("/");
    const [ok, answer] = await post("POST", "members", { delegation, role });
    const output = form.querySelector("output");
    output.hidden = !ok;
    if (ok) output.textContent = `${say("link")} ${new URL(answer.link, location.href)}`;
  } else {
    const { partner, id, by, ref, amount, ...rest } = body;
    const change = {
      base: "0.0", body: { partner, stage: "signalled", amount: Number(amount), ...rest }, release: ["host"],
      on_behalf: partner, sign: { by, ref },
    };
    const whole = id.startsWith("host-") ? id : `host-${partner.toLowerCase()}-${id}`;
    const [ok] = await post("PUT", `records/pledge/${encodeURIComponent(whole)}`, change);
    if (ok) form.reset();
  }
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.send) {
    if (confirm(`${button.textContent}: ${say("sure")}`)) post(button.dataset.send, button.dataset.path, JSON.parse(button.dataset.body));
  } else if (button?.matches("[data-out]"))
    fetch("/sign-out", { method: "POST", headers: { "content-type": "application/json" }, body: "{}" }).finally(() => location.replace("/"));
  else if (button?.dataset.do) act(button);
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-go]")) location.assign(event.target.value);
});

// -- sheets ---------------------------------------------------------------------------------------------------------------

const empty = (table) => [...table.tBodies[0].rows].filter((row) => !row.dataset.record);
const keptAt = (table, place) => `typed ${ROOM.address} ${ROOM.acting} ${table.dataset.sheet} ${place}`;
const kept = (row) => {
  const table = row.closest("table");
  return keptAt(table, row.dataset.record || `+${empty(table).indexOf(row)}`); // several rows may be new
};
const cells = (row) => [...row.querySelectorAll("[data-key]")];
const record = (row) => row.dataset.record || row.querySelector('[data-key=""]').value.trim();

/** The cells that were changed, by key; null takes a key away. */
function changes(row) {
  const found = {};
  for (const cell of cells(row)) {
    const { key, was = "", type } = cell.dataset;
    const value = cell.value.trim();
    if (!key || value === was) continue;
    if (value === "") found[key] = null;
    else if (type === "number" && !Number.isNaN(Number(value.replace(",", ".")))) found[key] = Number(value.replace(",", "."));
    else if (cell.dataset.whole) found[key] = { ...JSON.parse(cell.dataset.whole), [ROOM.lang]: value };
    else if (key === "holds") found[key] = value === "true";
    else if (type === "list" && value.includes(",")) found[key] = value.split(",").map((each) => each.trim());
    else found[key] = value;
  }
  return found;
}

/** Keeps what is typed into a row, and shows that it is not sent. */
function keep(row) {
  const values = Object.fromEntries(cells(row).filter((cell) => cell.value !== (cell.dataset.was ?? "")).map((cell) => [cell.dataset.key, cell.value]));
  row.classList.toggle("typed", Object.keys(values).length > 0);
  if (Object.keys(values).length) localStorage.setItem(kept(row), JSON.stringify({ base: row.dataset.base, values }));
  else localStorage.removeItem(kept(row));
}

/** Puts back what was typed and not sent, on the base on which it was typed. */
function typed() {
  for (const table of document.querySelectorAll("table.sheet")) {
    const rows = empty(table).length;
    for (let place = rows; rows && localStorage.getItem(keptAt(table, `+${place}`)); place++) grown(table);
  }
  for (const row of document.querySelectorAll("table.sheet tbody tr")) {
    const stored = JSON.parse(localStorage.getItem(kept(row)) ?? "null");
    if (!stored) continue;
    row.dataset.base = stored.base;
    for (const cell of cells(row)) if (Object.hasOwn(stored.values, cell.dataset.key)) cell.value = stored.values[cell.dataset.key];
    row.classList.add("typed");
  }
}

const undone = []; // what cells said before, the last on top: lists of [cell, text]

document.addEventListener("focusin", (event) => {
  if (event.target.matches(".sheet [data-key]")) event.target.dataset.before = event.target.value;
});
document.addEventListener("input", (event) => {
  const cell = event.target;
  if (!cell.matches(".sheet [data-key]")) return;
  keep(cell.closest("tr"));
  if (cell.dataset.type === "condition") said(cell);
});
document.addEventListener("change", (event) => {
  const cell = event.target;
  if (!cell.matches(".sheet [data-key]")) return;
  undone.push([[cell, cell.dataset.before ?? cell.dataset.was ?? ""]]);
  cell.dataset.before = cell.value;
  keep(cell.closest("tr"));
});

document.addEventListener("paste", (event) => {
  const first = event.target;
  if (!first.matches?.(".sheet [data-key]")) return;
  const text = event.clipboardData.getData("text/plain");
  if (!/[\t\n]/.test(text.trimEnd())) return; // one cell: as always
  event.preventDefault();
  const rows = [...first.closest("tbody").rows].slice(first.closest("tr").rowIndex - 1);
  const column = cells(first.closest("tr")).indexOf(first);
  const undo = [];
  text.trimEnd().split(/\r?\n/).forEach((line, number) => {
    const row = rows[number] ?? grown(first.closest("table"));
    line.split("\t").forEach((value, offset) => {
      const cell = cells(row)[column + offset - (row.dataset.record || !first.closest("tr").dataset.record ? 0 : -1)];
      if (!cell || cell.disabled) return;
      undo.push([cell, cell.value]);
      cell.value = cell.dataset.before = value.trim();
    });
    keep(row);
  });
  undone.push(undo);
});

/** One more empty row. */
function grown(table) {
  const rows = table.tBodies[0].rows;
  const row = rows[rows.length - 1].cloneNode(true);
  for (const cell of cells(row)) cell.value = "";
  table.tBodies[0].append(row);
  return row;
}

document.addEventListener("keydown", (event) => {
  const cell = event.target;
  if (!cell.matches?.(".sheet [data-key]")) return;
  if ((event.ctrlKey || event.metaKey) && event.key === "z" && undone.length && cell.value === (cell.dataset.before ?? cell.value)) {
    event.preventDefault();
    for (const [its, text] of undone.pop().reverse()) {
      its.value = text;
      its.dataset.before = text;
      keep(its.closest("tr"));
    }
  } else if ((event.key === "Enter" || event.key === "ArrowDown" || event.key === "ArrowUp") && cell.tagName === "INPUT") {
    if (cell.dataset.type === "condition" && !document.getElementById("completion")?.hidden) return;
    event.preventDefault();
    const row = cell.closest("tr");
    const next = event.key === "ArrowUp" ? row.previousElementSibling : row.nextElementSibling;
    [...(next?.querySelectorAll("[data-key]") ?? [])].find((its) => its.dataset.key === cell.dataset.key)?.focus();
  }
});

// -- conditions -----------------------------------------------------------------------------------------------------------

let asked = 0;
/** Says a condition back in a sentence, or what is wrong with it, and completes the name that is typed. */
function said(cell) {
  const turn = ++asked;
  complete(cell);
  setTimeout(async () => {
    if (turn !== asked) return;
    const beneath = cell.closest("tr").querySelector(".beneath");
    if (!cell.value.trim()) { beneath.replaceChildren(); return; }
    const response = await fetch(`${ROOM.address}/page/said?${query({ condition: cell.value })}`).catch(() => null);
    if (!response?.ok || turn !== asked) return;
    const answer = await response.json();
    const wrong = answer.errors?.map((each) => each.message).join("\n");
    beneath.replaceChildren(element("p", { class: wrong ? "problems" : "said" }, wrong ?? answer.sentence));
  }, 250);
}

const completion = element("div", { id: "completion", class: "completion", hidden: true });
document.body.append(completion);

function complete(cell) {
  const word = cell.value.slice(0, cell.selectionStart).match(/[\w\-À-ž]+$/u)?.[0] ?? "";
  const names = [...document.querySelectorAll("#names option")].map((each) => each.value);
  const found = word.length ? names.filter((each) => each !== word && each.toLowerCase().startsWith(word.toLowerCase())).slice(0, 8) : [];
  completion.hidden = !found.length;
  const box = cell.getBoundingClientRect();
  completion.style.cssText = `left:${Math.max(8, Math.min(box.left, innerWidth - 240))}px;top:${box.bottom + scrollY}px`;
  completion.replaceChildren(...found.map((each) => element("button", {
    type: "button", tabindex: "-1",
    mousedown: (event) => {
      event.preventDefault();
      const start = cell.selectionStart - word.length;
      cell.setRangeText(each, start, cell.selectionStart, "end");
      completion.hidden = true;
      keep(cell.closest("tr"));
      said(cell);
    },
  }, each)));
}
document.addEventListener("focusout", () => { completion.hidden = true; });

// -- acts -----------------------------------------------------------------------------------------------------------------

/** Asks in the row for what has to be said with an act: by name the type of each field. */
function answers(beneath, fields, sends) {
  return new Promise((resolve) => {
    const inputs = Object.entries(fields).map(([name, type]) => [name, element("input", { type, required: true, maxlength: 2000 })]);
    const form = element("form", {
      class: "row",
      submit: (event) => {
        event.preventDefault();
        resolve(Object.fromEntries(inputs.map(([name, input]) => [name, input.value])));
        beneath.replaceChildren();
      },
    }, ...inputs.map(([name, input]) => element("label", {}, element("span", {}, say(name)), input)), element("button", { type: "submit" }, sends));
    beneath.replaceChildren(form);
    inputs[0][1].focus();
  });
}
/** Who decided, and in which letter (§R3.6). */
const signature = (beneath) => answers(beneath, { by: "text", ref: "text" }, say("sign"));

async function act(button) {
  const row = button.closest("tr");
  const table = button.closest("table");
  const beneath = row.querySelector(".beneath");
  const id = record(row);
  if (!id) { row.querySelector("[data-key]").focus(); return; }
  const kind = table.dataset.sheet;
  const path = `records/${kind}/${encodeURIComponent(id)}`;
  const base = row.dataset.base;
  const patch = changes(row);
  const doing = button.dataset.do;
  if ((doing === "withdraw" || doing === "drop") && !confirm(`${id}: ${button.textContent}. ${say("sure")}`)) return;
  const stage = cells(row).find((cell) => cell.dataset.key === "stage");
  const stages = [stage?.value || "offered", stage?.dataset.was].filter(Boolean);
  const signs = table.dataset.signed.split(" ").filter(Boolean);
  if (doing === "propose") return propose(row, beneath, { kind, record: id, base, ...changed(row, table, patch) });
  const needs = doing !== "draft" && doing !== "drop" && stages.some((each) => signs.includes(each));
  const sign = needs ? { sign: await signature(beneath) } : {};
  const release = doing === "release" ? { release: JSON.parse(row.querySelector("[data-release]").value) } : {};
  if (doing === "drop" || doing === "withdraw") return sent(row, "POST", `${path}/${doing}`, { base, ...sign });
  if (!row.dataset.record) {
    return sent(row, "PUT", path, { base: "0.0", ...changed(row, table, patch), ...release, ...sign });
  }
  if (doing === "release" && !Object.keys(patch).length) return sent(row, "POST", `${path}/release`, { base, ...release, ...sign });
  return sent(row, "PUT", path, { base, patch, ...release, ...sign });
}

/** A new record whole, of another what is typed. */
function changed(row, table, patch) {
  if (row.dataset.record) return { patch };
  const body = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== null));
  if (table.dataset.partner) body.partner = table.dataset.partner;
  return { body };
}

/** Proposes what is typed into a row, under silence (§R4.5). */
async function propose(row, beneath, change) {
  const { text, until } = await answers(beneath, { text: "text", until: "datetime-local" }, say("propose"));
  const release = JSON.parse(row.querySelector("[data-release]").value);
  const proposed = () => {
    for (const cell of cells(row)) cell.value = cell.dataset.was ?? "";
    keep(row);
  };
  await post("POST", "proposals", { text, deadline: `${until}:00Z`, changes: [{ ...change, release }] }, proposed);
}

async function sent(row, method, path, change) {
  const beneath = row.querySelector(".beneath");
  let ok, answer;
  try {
    [ok, answer] = await send(method, path, change);
  } catch {
    beneath.replaceChildren(element("p", { class: "problems" }, say("kept")));
    return;
  }
  if (ok) {
    localStorage.removeItem(kept(row));
    tell(say("sent"));
    document.activeElement?.blur();
    await refresh({ own: true });
  } else if (answer.type === "stale") conflict(row, method, path, change, answer);
  else beneath.replaceChildren(element("p", { class: "problems" }, problem(answer)));
}

/** Shows what is written there now beside what was typed, and lets its writer choose (§R7.2). */
function conflict(row, method, path, change, answer) {
  const beneath = row.querySelector(".beneath");
  const shown = (value) => (value === undefined || value === null ? "–" : typeof value === "object" ? JSON.stringify(value) : String(value));
  const lines = Object.entries(answer.conflicts ?? {}).map(([key, its]) =>
    element("tr", {}, element("th", { scope: "row" }, key), ...["base", "yours", "theirs"].map((each) => element("td", {}, shown(its[each])))));
  const again = () => sent(row, method, path, { ...change, base: answer.current.base });
  const merged = () => sent(row, method, path, { ...change, merge: true });
  const theirs = () => { localStorage.removeItem(kept(row)); refresh({ own: true }); };
  beneath.replaceChildren(
    element("p", { class: "problems" }, say("stale")),
    lines.length ? element("table", { class: "conflict" }, element("thead", {}, element("tr", {}, element("td"), ...["was", "yours", "theirs"].map((each) => element("th", { scope: "col" }, say(each))))), element("tbody", {}, ...lines)) : "",
    element("button", { type: "button", click: lines.length || !answer.current ? again : merged }, say("keep")),
    element("button", { type: "button", click: theirs }, say("take")),
  );
}

// -- what is to be known of an answer -------------------------------------------------------------------------------------

const answerOn = (basis) => fetch(api(`answer?basis=${basis}`)).then((response) => (response.ok ? response.json() : {})).catch(() => ({}));

/** Says which records are set aside (§R6.5), and who is in only by what is not released to all (§R6.4). */
async function remarks() {
  if (!["today", "plan"].includes(ROOM.page)) return;
  const answer = await answerOn(ROOM.basis);
  const lines = [];
  if (answer.set_aside?.length) lines.push(`${say("aside")} ${answer.set_aside.join(", ")}`);
  if (answer.behind) lines.push(say("behind"));
  if (ROOM.page === "plan" && ROOM.basis !== "room" && answer.partners) {
    const room = await answerOn("room");
    const names = Object.entries(answer.partners).filter(([id, its]) => its.status === "stands" && room.partners?.[id]?.status !== "stands")
      .map(([id, its]) => its.name ?? id);
    if (names.length) lines.push(`${say("leans")} ${names.join(", ")}`);
  }
  document.getElementById("remarks").replaceChildren(...lines.map((line) => element("p", {}, line)));
}

// -- what is new since somebody looked ------------------------------------------------------------------------------------

const looks = `looked ${ROOM.address} ${ROOM.acting}`;
const before = Number(localStorage.getItem(looks) ?? ROOM.cursor);
function looked() {
  for (const line of document.querySelectorAll("[data-cursor]")) line.classList.toggle("new", Number(line.dataset.cursor) > before);
  if (ROOM.page === "today") localStorage.setItem(looks, String(cursor));
}

sessionStorage.removeItem("entered");
typed();
looked();
remarks();
follow();
