// The plan on a basis: what-ifs are answered by the server, for their viewer alone, and pieces change as the room does.

const WAYS = { yes: "if", no: "if-not", unknown: "if-unknown" };
let switched = {};
let turns = 0;

document.addEventListener("willing:switch", async (event) => {
  event.preventDefault();
  switched = event.detail;
  const turn = ++turns;
  const words = query({ basis: ROOM.basis });
  for (const [id, value] of Object.entries(switched)) words.append(WAYS[value], id);
  try {
    const response = await fetch(`${ROOM.address}/page/plan/world?${words}`);
    const answer = await response.json();
    if (turn !== turns) return; // another switch was turned meanwhile
    tell(response.ok ? "" : problem(answer), !response.ok);
    if (response.ok) document.dispatchEvent(new CustomEvent("willing:answer", { detail: answer.parts }));
  } catch {
    tell(say("away"), true);
  }
});

/** Puts in the sections that take longest, once they are worked out. */
async function extras() {
  const response = await fetch(`${ROOM.address}/page/plan/extras?${query({ basis: ROOM.basis })}`).catch(() => null);
  if (!response?.ok) return;
  const { html } = await response.json();
  for (const old of document.querySelectorAll("#page .extra")) old.remove();
  document.querySelector("#page .doubts").insertAdjacentHTML("afterend", html);
}

document.addEventListener("room:page", (event) => {
  const named = (details) => details.querySelector("summary")?.textContent.trim();
  const open = new Set([...document.querySelectorAll("details[open]")].map(named));
  const changed = [];
  for (const piece of document.querySelectorAll("header.top,#switches,main>section:not(.extra),body>footer")) {
    const label = piece.getAttribute("aria-labelledby");
    const now = label ? event.detail.querySelector(`[aria-labelledby="${label}"]`) : event.detail.querySelector(piece.matches("header") ? "header.top" : "body>footer");
    if (!now || now.innerHTML === piece.innerHTML) continue;
    piece.innerHTML = now.innerHTML;
    changed.push(piece);
  }
  announce(changed);
  for (const details of document.querySelectorAll("#page details")) details.open = open.has(named(details));
  document.dispatchEvent(new CustomEvent("willing:page", { detail: switched }));
  extras();
  histories();
});

/** A way from each pledge to its history: who released what, and on whose word. */
function histories() {
  for (const article of document.querySelectorAll('article.pledge[data-cell^="pledge:"]')) {
    const id = article.dataset.cell.slice("pledge:".length);
    if (!article.querySelector(".history"))
      article.append(element("a", { class: "history", href: `${ROOM.address}/page/record/pledge/${encodeURIComponent(id)}?${query()}` }, say("history")));
  }
}
extras();
histories();
if (location.hash) document.getElementById("switches")?.dispatchEvent(new Event("change"));
