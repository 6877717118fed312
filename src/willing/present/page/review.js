// What is decided goes to the process that serves this page, on this machine, and what comes next comes back.

const main = document.querySelector("main"), said = document.querySelector("#said");

function shown() {
  for (const text of main.querySelectorAll(".text")) {
    const mark = text.querySelector("mark");
    if (mark) text.scrollTop = mark.offsetTop - text.offsetTop - text.clientHeight / 3;
  }
  main.querySelector("h1")?.focus({ preventScroll: true });
}

async function decide(answer, more = {}) {
  const { table = "", id = "" } = main.querySelector("section")?.dataset ?? {};
  try {
    const answered = await fetch("/decide", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ answer, table, id, ...more }),
    });
    const told = await answered.json();
    if (!answered.ok) throw new Error(told.errors?.[0]?.message);
    main.innerHTML = told.html;
    said.textContent = told.said;
    shown();
  } catch {
    said.textContent = AWAY; // what was typed stays where it is
  }
}

main.addEventListener("click", ({ target }) => {
  const button = target.closest("button[data-answer]");
  if (!button) return;
  if (button.dataset.answer !== "edit") return void decide(button.dataset.answer, { which: Number(button.dataset.which) });
  main.querySelector("form").hidden = false;
  main.querySelector("textarea").focus();
});
main.addEventListener("submit", (event) => {
  event.preventDefault();
  decide("edit", { keys: main.querySelector("textarea").value });
});
document.addEventListener("keydown", (event) => {
  if (event.target.closest("textarea")) {
    if (event.key === "Escape") main.querySelector("h1").focus();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) main.querySelector("form").requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const key = event.key.toLowerCase();
  const button = /^[a-z1-9]$/.test(key) && main.querySelector(`button[data-key="${key}"]`);
  if (button) {
    event.preventDefault();
    button.click();
  } else if (key === "u") decide("undo");
});
shown();
