// A round as a hall watches it: the part that changes is asked for at once, and comes in where there was a before.

pages.reveal = async () => {
  const part = document.querySelector('[data-part="reveal"]');
  const response = await fetch(`${ROOM.address}/page/reveal/${ROOM.about}/part?${query({ basis: ROOM.basis })}`).catch(() => null);
  if (!response?.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const now = page.querySelector('[data-part="reveal"]');
  const closed = part.dataset.state === "open" && now.dataset.state === "closed";
  now.toggleAttribute("data-new", closed || part.hasAttribute("data-new")); // it comes in once, whatever is asked after it
  if (now.isEqualNode(part)) return;
  if (part.dataset.state === "planned" && now.dataset.state !== "planned") refresh();
  part.replaceWith(now);
};
