// A condition put together by choosing. Its tree is that of /condition (conditions.py); the server alone says what a text
// means. TEXTS stands before this (script.py); live.js stands after it, and has element() and base().

const GROUPS = ["all", "any", "some"];
const LEAVES = { name: "is", partners: "partners", others: "others", group: "members", total: "total" };

const wrapped = (node) => (GROUPS.includes(node.kind) && node.kind !== "some" && node.of.length > 1 ? `(${written(node)})` : written(node));

/** A tree as a plan writes it; what is not chosen yet is left out. */
function written(node) {
  const having = node.with ? ` with '${node.with}'` : "";
  switch (node.kind) {
    case "all": return node.of.map(wrapped).join(" and ") || "always";
    case "any": return node.of.map(wrapped).join(" or ");
    case "some": return `at least ${node.count} of (${node.of.map(written).join(", ")})`;
    case "not": return `not ${wrapped(node.of[0])}`;
    case "name": return `${node.id}${having}`;
    case "partners": case "others": return `at least ${node.count} ${node.kind}${having}`;
    case "group": return `at least ${node.count} of ${node.id}${having}`;
    case "total": return `total('${node.with}') >= ${node.count}`;
    default: return node.text;
  }
}

/** Whether everything in a tree is chosen; only at its top nothing has to be. */
function chosen(node, top = true) {
  if (node.of) return (top || node.of.length > 0) && node.of.every((member) => chosen(member, false));
  if (node.kind === "name" || node.kind === "group") return Boolean(node.id);
  return node.kind !== "total" || Boolean(node.with);
}

/**
 * The editor of a condition: what is chosen, its sentence, and its text. `plan`: what can be named (/plan); `own`: the
 * box that says whether it is an only_if. The element's `value` is the text; `ready` is kept when the server has read it.
 */
function conditionEditor(text, plan, own) {
  const past = [];
  let root = { kind: "all", of: [] };
  let asked = 0;
  const rows = element("div", { class: "build" });
  const sentence = element("p", { class: "sentence", role: "status" });
  const source = element("input", { name: "condition", value: text, spellcheck: false, dir: "auto" });
  const back = element("button", { type: "button", hidden: true, click: () => { source.value = past.pop(); read(); } }, TEXTS.step);
  const editor = element("div", { class: "editor" },
    element("fieldset", {}, element("legend", {}, TEXTS.build), rows, back), field(TEXTS.text, source), sentence);

  /** Asks what the text comes to; shows it as it was understood, or why it was not. */
  async function read(redraw = true) {
    const turn = ++asked;
    const told = base();
    told.set("text", source.value || "always");
    if (own.checked) told.set("own", "");
    const response = await fetch(`/condition?${told}`).catch(() => null);
    if (turn !== asked) return;
    const answer = response ? await response.json() : { errors: [{ message: TEXTS.away }] };
    source.setAttribute("aria-invalid", Boolean(answer.errors));
    sentence.classList.toggle("wrong", Boolean(answer.errors));
    sentence.textContent = answer.errors ? answer.errors.map((each) => each.message).join("\n") : answer.sentence;
    back.hidden = past.length === 0;
    if (!answer.errors && redraw) {
      root = GROUPS.includes(answer.tree.kind) ? answer.tree : { kind: "all", of: [answer.tree] };
      draw();
    }
  }

  /** Something else was chosen: draws it, and says what it comes to once all of it is chosen. */
  function changed() {
    draw();
    if (!chosen(root)) {
      sentence.textContent = TEXTS.missing;
      return;
    }
    if (past.at(-1) !== source.value) past.push(source.value);
    source.value = written(root);
    read(false);
  }

  function draw() {
    const focused = document.activeElement?.closest?.(".build") === rows ? document.activeElement.dataset.at : null;
    rows.replaceChildren(group(root, "0", null));
    if (focused) rows.querySelector(`[data-at="${focused}"]`)?.focus();
  }

  const options = (values, now) => Object.entries(values).map(([id, name]) => element("option", { value: id, selected: id === now }, name));
  const select = (at, label, inside, now, choose) => {
    const made = element("select", { "data-at": at, "aria-label": label, change: () => { choose(made.value); changed(); } }, ...inside);
    made.value = now ?? "";
    return made;
  };
  const number = (node, at) => {
    const made = element("input", { "data-at": `${at}.count`, type: "number", min: 1, step: 1, "aria-label": TEXTS.number, value: node.count ?? 1,
      change: () => { node.count = Math.max(1, Math.trunc(Number(made.value)) || 1); changed(); } });
    return made;
  };

  /** A group with its members; `remove` takes it out of the one it stands in. */
  function group(node, at, remove) {
    const kinds = Object.fromEntries(GROUPS.map((kind) => [kind, TEXTS[kind]]));
    const add = (member) => { node.of.push(member); changed(); rows.querySelector(`[data-at="${at}.${node.of.length - 1}"]`)?.focus(); };
    return element("div", { role: "group", "aria-label": TEXTS[node.kind], class: "group" },
      element("div", { class: "row" }, select(at, TEXTS.kind, options(kinds), node.kind, (kind) => { node.kind = kind; node.count ??= 1; }),
        ...(node.kind === "some" ? [number(node, at)] : []), ...(remove ? [remove] : [])),
      ...node.of.map((member, i) => {
        const out = element("button", { type: "button", "data-at": `${at}.${i}.out`, "aria-label": TEXTS.remove, click: () => { node.of.splice(i, 1); changed(); } }, "×");
        return GROUPS.includes(member.kind) ? group(member, `${at}.${i}`, out) : leaf(member, `${at}.${i}`, (other) => { node.of[i] = other; }, out);
      }),
      element("div", { class: "buttons" },
        element("button", { type: "button", "data-at": `${at}.add`, click: () => add({ kind: "name" }) }, TEXTS["one.more"]),
        element("button", { type: "button", "data-at": `${at}.group`, click: () => add({ kind: "any", of: [{ kind: "name" }] }) }, TEXTS.group)));
  }

  /** A condition without others inside, or what is not to be so; `become` puts another in its place. */
  function leaf(node, at, become, out) {
    if (node.kind === "not" && !GROUPS.includes(node.of[0].kind)) {
      const inside = leaf(node.of[0], at, (other) => { node.of[0] = other; }, out);
      inside.querySelector("input[type=checkbox]").checked = true;
      inside.querySelector("input[type=checkbox]").onchange = () => { become(node.of[0]); changed(); };
      return inside;
    }
    if (!(node.kind in LEAVES)) return element("div", { class: "row" }, element("code", {}, written(node)), out);
    const kinds = Object.fromEntries(Object.entries(LEAVES).map(([kind, said]) => [kind, TEXTS[said]]));
    const not = element("input", { type: "checkbox", "data-at": `${at}.not` });
    not.onchange = () => { become({ kind: "not", of: [node] }); changed(); };
    const row = element("div", { class: "row" }, select(at, TEXTS.kind, options(kinds), node.kind, (kind) => become({ kind, count: node.count ?? 1 })));
    if (node.kind !== "name") row.append(number(node, at));
    if (node.kind === "name") row.append(select(`${at}.id`, TEXTS.what, [element("option", { value: "" }, "…"),
      ...[[TEXTS.assumptions, plan.assumptions], [TEXTS.partner, plan.partners], [TEXTS.pledges, plan.names]].map(([label, values]) =>
        element("optgroup", { label }, ...options(values)))], node.id, (id) => { node.id = id; if (!(id in plan.partners)) node.with = null; }));
    if (node.kind === "group") row.append(select(`${at}.id`, TEXTS.what, [element("option", { value: "" }, "…"), ...options(plan.groups)], node.id, (id) => { node.id = id; }));
    if (node.kind !== "name" || node.id in plan.partners)
      row.append(select(`${at}.with`, TEXTS.with, [element("option", { value: "" }, node.kind === "total" ? "…" : TEXTS.whatever), ...options(plan.provided)], node.with, (id) => { node.with = id || null; }));
    row.append(element("label", {}, not, TEXTS.not), out);
    return row;
  }

  let pause = 0;
  source.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(read, 250); });
  own.addEventListener("change", () => read(false));
  Object.defineProperty(editor, "value", { get: () => source.value });
  draw();
  editor.ready = read();
  return editor;
}
