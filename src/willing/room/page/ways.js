// What takes longest is asked for once the page is there, and again when something is new.

pages.ways = async () => {
  const response = await fetch(`${ROOM.address}/page/ways/part?${query({ basis: ROOM.basis })}`).catch(() => null);
  if (response?.ok) document.querySelector("[data-ways]").innerHTML = await response.text();
  else tell(response ? problem(await response.json()) : say("away"), true);
};
pages.ways();
