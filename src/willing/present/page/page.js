// Puts an answer into the page. An answer is a list of parts; a part says of cells (elements that carry their name as
// data-cell) which attributes they have (null: not that one) and, as "text", what they say.
//
// The page asks itself, from the table of answers in it. Whoever can answer better (a server) listens for the event
// "willing:switch" (detail: what is switched, by id), prevents its default, and sends "willing:answer" (detail: parts).
// Whoever puts other pieces into the page sends "willing:page" (detail: what is to be switched in them, by id).

const page = document.getElementById("page");
const form = document.getElementById("switches");
const packed = document.getElementById("answers");
const table = packed ? JSON.parse(packed.textContent) : null;
// one of these at a time, over the page as the plan says: a scenario, or somebody who leaves or comes
const choosers = ["scenario", "somebody"].map((id) => document.getElementById(id)).filter(Boolean);
const VALUES = ["yes", "no", "unknown"];
const DIGITS = new Map([..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].map((d, i) => [d, i]));

let cells, rows, lists, away;
function collect() {
  cells = new Map();
  for (const element of document.querySelectorAll("[data-cell]")) {
    const name = element.dataset.cell;
    if (cells.has(name)) cells.get(name).push(element);
    else cells.set(name, [element]);
  }
  rows = [...document.querySelectorAll("#lists li[data-order]")];
  lists = new Map([...document.querySelectorAll("[data-rows]")].map((list) => [list.dataset.rows, list]));
  away = document.getElementById("away");
}
collect();
let shown = null; // the states the page shows, by the number of their part: what does not change is not touched

function put(element, cell) {
  for (const name in cell) {
    const value = cell[name];
    if (name === "text") {
      if (element.textContent !== value) element.textContent = value;
    } else if (value === null) element.removeAttribute(name);
    else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
}

/** Puts parts of an answer into the page. */
export function apply(parts) {
  let moved = false;
  for (const part of parts)
    for (const name in part) {
      moved ||= name.startsWith("row:");
      for (const element of cells.get(name) ?? []) put(element, part[name]);
    }
  if (moved) sort();
}

/** Puts every row into the list of its status, in order, and counts the lists. */
function sort() {
  for (const row of rows) {
    const list = row.dataset.list === undefined ? away : lists.get(row.dataset.list).querySelector("ul");
    if (row.parentNode === list) continue;
    const order = Number(row.dataset.order);
    list.insertBefore(row, [...list.children].find((other) => Number(other.dataset.order) > order) ?? null);
  }
  for (const list of lists.values()) {
    const its = [...list.querySelectorAll("li")];
    list.hidden = its.length === 0;
    list.querySelector(".count").textContent = new Set(its.map((row) => row.dataset.partner)).size;
  }
}

function number(text, place, width) {
  let value = 0;
  for (let i = place * width; i < (place + 1) * width; i++) value = value * 64 + DIGITS.get(text[i]);
  return value;
}

/** The number of the state of every part in the setting that gives these values to the switches. */
function states(values) {
  const digits = values.map((value) => VALUES.indexOf(value));
  const places = table.tables.map(([axes]) => axes.reduce((place, axis) => place * 3 + digits[axis], 0));
  return table.parts.map(([which]) => {
    const [axes, text] = table.tables[which];
    return number(text, places[which], text.length / 3 ** axes.length);
  });
}

/** A piece of the address as it was before it was written there; empty where it is none. */
function decoded(text) {
  try { return decodeURIComponent(text); } catch { return ""; }
}

/** What the switches are set to, by id. */
function setting() {
  const values = {};
  for (const input of form.querySelectorAll("fieldset:enabled input:checked")) values[input.name] = input.value;
  return values;
}

/** Answers a setting of the switches from the table in the page. */
export function show(values) {
  const now = states(table.switches.map((id, i) => values[id] ?? table.plain[i]));
  apply(table.parts.flatMap(([, its], i) => (shown !== null && shown[i] === now[i] ? [] : [its[now[i]]])));
  shown = now;
}

// -- what is chosen: a scenario, or somebody who leaves or comes ------------------------------------------------------------

let back = []; // what puts the page as it was before what is chosen

/** The option that is chosen, if any is. */
function chosen() {
  return choosers.flatMap((chooser) => (chooser.value ? [chooser.selectedOptions[0]] : []))[0];
}

/** It in words, and as the address has it. */
const named = (option) => (option.parentNode.label ? `${option.parentNode.label}: ${option.textContent}` : option.textContent);
const addressed = (option) => (option.closest("select").id === "scenario" ? `@${encodeURIComponent(option.value)}` : option.value.split("=").map(encodeURIComponent).join("="));

/** The parts that put back what these parts are about to change. */
function inverse(parts) {
  return parts.map((part) => Object.fromEntries(Object.entries(part).filter(([name]) => cells.has(name)).map(([name, cell]) => {
    const element = cells.get(name)[0];
    return [name, Object.fromEntries(Object.keys(cell).map((key) => [key, key === "text" ? element.textContent : element.getAttribute(key)]))];
  })));
}

/** Shows the plan with what is chosen in this chooser, and with nothing else; none: as it is. */
function showChosen(chooser) {
  for (const other of choosers) if (other !== chooser) other.value = "";
  apply(back);
  back = [];
  page.toggleAttribute("data-scenario", Boolean(chooser?.value));
  if (!chooser?.value) return;
  for (const input of form.querySelectorAll("fieldset input")) input.checked = input.defaultChecked;
  show({});
  const parts = [table[chooser.id === "scenario" ? "scenarios" : "somebody"][chooser.value]];
  back = inverse(parts);
  apply(parts);
}

// -- what is switched, in words, in the address, and for those who do not see the page ----------------------------------

function switched() {
  return [...form.querySelectorAll("fieldset:enabled")].flatMap((set) => {
    const now = set.querySelector("input:checked");
    if (!now || now.defaultChecked) return [];
    return [{ id: now.name, value: now.value, told: `${set.querySelector("legend").textContent}: ${now.nextElementSibling.firstChild.textContent.trim()}` }];
  });
}

/** How every partner stands, in words, by its name. */
function standing() {
  return new Map([...document.querySelectorAll(".card[data-cell]")].map((card) =>
    [card.querySelector("summary bdi").textContent, card.querySelector("summary .status").textContent]));
}
let planned = standing();

/** Who stands otherwise than the plan says: in a row of elements. */
function moved() {
  return [...standing()].filter(([name, now]) => planned.has(name) && planned.get(name) !== now).map(([name, now], i) => {
    const told = document.createElement("span");
    const who = document.createElement("bdi");
    who.textContent = name;
    told.append(i ? " · " : "", who, `: ${planned.get(name)} → ${now}`);
    return told;
  });
}

let waiting = 0;
function tell() {
  const what = switched();
  const option = table ? chosen() : null;
  const line = document.getElementById("switched");
  line.hidden = what.length === 0 && !option;
  line.querySelector("span").textContent = [...(option ? [named(option)] : []), ...what.map((each) => each.told)].join(" · ");
  tellMoved();
  for (const set of form.querySelectorAll("fieldset")) set.toggleAttribute("data-switched", what.some((each) => each.id === set.dataset.switch));
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    const live = document.getElementById("live");
    const impossible = document.getElementById("impossible");
    const goal = document.querySelector('[data-cell="goal-text"]')?.textContent ?? "";
    const counts = [...lists.values()].filter((list) => !list.hidden)
      .map((list) => `${list.querySelector(".kind").textContent}: ${list.querySelector(".count").textContent}`);
    live.textContent = impossible.hidden ? [what.length ? "" : live.dataset.nothing, goal, counts.join(", ")].filter(Boolean).join(" ") : "";
    const hash = option ? addressed(option) : what.map((each) => `${encodeURIComponent(each.id)}=${each.value}`).join("&");
    try {
      history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
    } catch { /* a page within another page has no address of its own */ }
  }, 150);
}

function tellMoved() {
  const list = document.getElementById("moved");
  const who = document.getElementById("switched").hidden || !document.getElementById("impossible").hidden ? [] : moved();
  list.hidden = who.length === 0;
  list.querySelector("span").replaceChildren(...who);
}

function turned() {
  if (back.length) showChosen(null);
  const detail = Object.fromEntries(switched().map((each) => [each.id, each.value]));
  const asked = new CustomEvent("willing:switch", { detail, cancelable: true });
  if (document.dispatchEvent(asked) && table) show(setting());
  tell();
}

/** Sets switches to these values, and answers if that is anything else than what the page says already. */
function turn(values) {
  let any = false;
  for (const input of form.querySelectorAll("fieldset:enabled input"))
    if (Object.hasOwn(values, input.name) && values[input.name] === input.value && !input.checked) any = input.checked = true;
  if (any) turned();
}

document.addEventListener("willing:answer", (event) => {
  shown = null;
  apply(event.detail);
  tellMoved();
});

if (form) {
  form.addEventListener("change", (event) => {
    if (!choosers.includes(event.target)) return turned();
    if (!table) return; // whoever serves the page answers
    showChosen(event.target);
    tell();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => {
    turned();
    document.getElementById("answer").focus({ preventScroll: true }); // the button that was pressed may be gone
  }));
  if (matchMedia("(max-width: 900px)").matches) form.querySelector("details").open = false;
  const options = table ? choosers.flatMap((chooser) => [...chooser.options].slice(1)) : [];
  const at = options.find((option) => !option.disabled && `#${addressed(option)}` === location.hash);
  if (at) {
    at.selected = true;
    at.closest("select").dispatchEvent(new Event("change", { bubbles: true }));
  }
  const wanted = location.hash.slice(1).split("&").map((pair) => pair.split("="));
  const values = {};
  for (const [id, value] of wanted) values[decoded(id)] = value;
  turn(values);
  document.addEventListener("willing:page", (event) => {
    collect();
    shown = null;
    planned = standing();
    turn(event.detail);
  });
}

// -- the data inside the page -------------------------------------------------------------------------------------------

/** A cell of a CSV table; what a spreadsheet would take for a formula is text. */
function csv(value) {
  const text = value === null || value === undefined ? "" : `${typeof value === "string" && /^[-+=@\t]/.test(value) ? "'" : ""}${value}`;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function data(name) {
  const inside = JSON.parse(document.getElementById("inside").textContent);
  if (name === "plan.toml") return inside.plan;
  if (name === "brief.json") return JSON.stringify(inside.brief, null, 2);
  const keys = ["partner", "provides", "amount", "up_to", "status", "best", "counted", "origins", "contested"];
  const rows = Object.entries(inside.brief.pledges).map(([id, its]) => [id, ...keys.map((key) => its[key])]);
  return [["pledge", ...keys], ...rows].map((row) => row.map(csv).join(",")).join("\r\n") + "\r\n";
}

for (const link of document.querySelectorAll("[data-download]"))
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const made = document.createElement("a");
    made.href = URL.createObjectURL(new Blob([data(link.dataset.download)], { type: "text/plain;charset=utf-8" }));
    made.download = link.dataset.download;
    made.click();
    setTimeout(() => URL.revokeObjectURL(made.href), 1000);
  });

/** Opens the card of the partner, or shows the requirement, that the address names (#DE). */
function goTo() {
  const id = decoded(location.hash.slice(1));
  const there = document.getElementById(`card-${id}`) ?? document.getElementById(`need-${id}`);
  if (!there) return;
  if (there.tagName === "DETAILS") there.open = true;
  there.scrollIntoView();
}
addEventListener("hashchange", goTo);
goTo();

const theme = document.getElementById("theme");
theme.addEventListener("click", () => {
  const order = ["auto", "light", "dark"];
  const next = order[(order.indexOf(document.documentElement.dataset.theme ?? "auto") + 1) % 3];
  document.documentElement.dataset.theme = next;
  theme.textContent = theme.dataset[next];
});
// -- the view for a projector: the answer, who, and the bars; one key a switch ----------------------------------------------

/** Shows the page as a projector needs it, or as a reader does. */
function view(table) {
  if (table) document.documentElement.dataset.view = "table";
  else delete document.documentElement.dataset.view;
  document.getElementById("view").setAttribute("aria-pressed", table);
  if (form) form.querySelector("details").open = true;
}

function turnView() {
  view(document.documentElement.dataset.view !== "table");
  const told = new URLSearchParams(location.search);
  if (document.documentElement.dataset.view) told.set("view", "table");
  else told.delete("view");
  try {
    history.replaceState(null, "", `${location.pathname}${told.size ? "?" : ""}${told}${location.hash}`);
  } catch { /* a page within another page has no address of its own */ }
}

document.getElementById("view").addEventListener("click", turnView);
if (new URLSearchParams(location.search).get("view") === "table") view(true);
addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("select, textarea, input:not([type=radio])");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "p") return turnView();
  if (document.documentElement.dataset.view !== "table" || !form || !/^[0-9]$/.test(event.key)) return;
  if (event.key === "0") return document.getElementById("reset").click();
  const inputs = [...form.querySelectorAll("fieldset:enabled")][event.key - 1]?.querySelectorAll("input");
  if (!inputs) return;
  const now = [...inputs].findIndex((input) => input.checked);
  inputs[(now + 1) % inputs.length].click();
});

document.documentElement.dataset.script = "";
addEventListener("beforeprint", () => { for (const each of document.querySelectorAll("details")) each.open = true; });
