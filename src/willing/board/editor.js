// The plan's text, edited as it is: checked by the server's own reader as it is typed, with what is wrong beside the
// line, and saved only over what it was made from. TEXTS stands before this (script.py); live.js stands after it.

const STASH = "editor"; // what is typed outlives a page that is loaded anew
let leaving = false; // the page goes elsewhere by itself, and keeps what is typed

/** Goes to another page of this server. */
function go(address) {
  leaving = true;
  location.assign(address);
}

/** The editor; `save` writes what it is given and tells what became of it. It is asked for its text when it is opened. */
function planEditor() {
  let was = null; // what the file held when the text was made from it; null: not asked for yet
  let asked = 0;
  let pause = 0;
  const area = element("textarea", { spellcheck: false, autocapitalize: "off", autocomplete: "off", wrap: "off", dir: "ltr",
    "aria-label": TEXTS.editor, "aria-describedby": "editor-state editor-found",
    input: () => { draw([]); told(); clearTimeout(pause); pause = setTimeout(check, 250); },
    keydown: (event) => {
      if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      keep();
    } });
  const numbers = element("pre", { class: "numbers", "aria-hidden": true });
  const beneath = element("pre", { class: "beneath", dir: "ltr", "aria-hidden": true });
  const code = element("div", { class: "code" }, element("div", {}, numbers, beneath, area));
  const state = element("p", { id: "editor-state", role: "status" });
  const found = element("ol", { id: "editor-found", class: "found" });
  const answer = element("p", { class: "problems", role: "alert" });
  const choices = element("div", { class: "buttons", hidden: true },
    element("button", { type: "button", click: () => take(true) }, TEXTS.theirs),
    element("button", { type: "button", click: () => take(false) }, TEXTS.over));
  const details = element("details", { class: "trying editing", toggle: () => { if (details.open && was === null) load(); } },
    element("summary", {}, TEXTS.editor),
    element("form", { class: "try", submit: (event) => { event.preventDefault(); keep(); } },
      code, state, found, answer, choices,
      element("div", { class: "buttons" }, element("button", { type: "submit" }, TEXTS.plan))));
  const unsaved = () => was !== null && area.value !== was;

  /** What the file holds now; null where it cannot be told. */
  async function there() {
    const response = await fetch("/text").catch(() => null);
    const told = response ? await response.json() : { errors: [{ message: TEXTS.away }] };
    answer.textContent = told.errors ? told.errors.map((each) => each.message).join("\n") : "";
    return told.text ?? null;
  }

  async function load() {
    const text = await there();
    if (text === null) return;
    was = text;
    area.value = text;
    draw([]);
    check();
  }

  /** Says how the text stands to the file, before it is checked. */
  function told() {
    state.textContent = unsaved() ? TEXTS.unsaved : TEXTS.same;
  }

  async function check() {
    const turn = ++asked;
    const response = await fetch("/check", sent({ text: area.value })).catch(() => null);
    if (turn !== asked) return; // something was typed meanwhile
    if (!response) return void (answer.textContent = TEXTS.away);
    const { errors = [], warnings = [], omitted = 0 } = await response.json();
    if (turn !== asked) return;
    told();
    state.textContent += ` ${errors.length ? TEXTS.wrong : TEXTS.right}`;
    area.setAttribute("aria-invalid", errors.length > 0);
    draw([...errors.map((each) => ({ ...each, kind: "error" })), ...warnings.map((each) => ({ ...each, kind: "warning" }))], omitted);
  }

  /** The numbers of the lines, what is wrong beside its line, and all of it below as a list that leads there. */
  function draw(problems, omitted = 0) {
    const lines = area.value.split("\n");
    numbers.textContent = lines.map((_, i) => i + 1).join("\n");
    const by = new Map(problems.filter((each) => each.line).map((each) => [each.line, each]).reverse()); // errors first
    const pieces = [];
    let plain = [];
    lines.forEach((line, i) => {
      const problem = by.get(i + 1);
      plain.push(line);
      if (!problem) return;
      plain.pop();
      pieces.push(plain.map((each) => `${each}\n`).join(""), element("mark", { "data-kind": problem.kind }), line,
        element("span", { "data-kind": problem.kind }, problem.message), "\n");
      plain = [];
    });
    beneath.replaceChildren(...pieces, plain.join("\n"), "\n");
    found.replaceChildren(...problems.map((each) => element("li", { "data-kind": each.kind },
      each.line ? element("button", { type: "button", click: () => lead(each) }, `${TEXTS.line} ${each.line}`) : "",
      element("span", { dir: "auto" }, element("b", {}, TEXTS[each.kind]), ` ${each.message}`))),
      ...(omitted ? [element("li", {}, `… +${omitted}`)] : []));
    found.hidden = problems.length === 0;
  }

  /** Puts the cursor where something is wrong. */
  function lead({ line, column }) {
    const lines = area.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    const at = start + [...lines[line - 1]].slice(0, Math.max(0, (column ?? 1) - 1)).join("").length;
    area.focus();
    area.setSelectionRange(at, at);
    code.scrollTop = (area.scrollHeight / lines.length) * (line - 1) - code.clientHeight / 2;
  }

  async function keep() {
    if (was === null) return;
    const text = area.value;
    const saved = await save({ as: "text", text, was }, (said) => { answer.textContent = said; });
    choices.hidden = saved.difference === undefined;
    if (saved.errors) return;
    was = text;
    answer.textContent = "";
    say("saved", `${TEXTS.saved} ${saved.saved}${saved.note ? `\n${saved.note}` : ""}`, revertButton());
    check();
  }

  /** After somebody else changed the file: its text in the place of this one (which can be undone), or this one, made
   * from what the file holds now, so that it can take its place. */
  async function take(theirs) {
    const text = await there();
    if (text === null) return;
    was = text;
    choices.hidden = true;
    if (theirs) write(text);
    else keep();
  }

  /** Puts a text in, as if it were typed. */
  function write(text) {
    area.focus();
    area.select();
    if (!document.execCommand("insertText", false, text)) area.value = text;
    draw([]);
    check();
  }

  /** The file is another: its text is shown, unless something was typed. */
  details.follow = async () => {
    if (was === null) return;
    const text = await there();
    if (text === null || text === was) return;
    if (unsaved()) state.textContent = TEXTS.meanwhile;
    else {
      was = text;
      area.value = text;
      draw([]);
      check();
    }
  };

  addEventListener("pagehide", () => { if (unsaved()) sessionStorage.setItem(STASH, JSON.stringify({ was, text: area.value })); });
  addEventListener("beforeunload", (event) => { if (unsaved() && !leaving) event.preventDefault(); });
  const stashed = JSON.parse(sessionStorage.getItem(STASH));
  sessionStorage.removeItem(STASH);
  if (stashed) {
    was = stashed.was;
    area.value = stashed.text;
    details.open = true;
    draw([]);
    check();
  }
  return details;
}
