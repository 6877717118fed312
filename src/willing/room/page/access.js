// One's own sessions and tokens: they are the account's, and no room's.

async function ofAccount(path, body) {
  const response = await fetch(`/${path}?lang=${ROOM.lang}`, body && {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
  }).catch(() => null);
  const answer = await response?.json();
  if (!response?.ok) tell(response ? problem(answer) : say("away"), true);
  return response?.ok ? answer : null;
}

const moment = (text) => new Date(text).toLocaleString(ROOM.lang, { dateStyle: "long", timeStyle: "short", timeZone: "UTC" }) + " UTC";

async function access() {
  for (const list of document.querySelectorAll("[data-access]")) {
    const which = list.dataset.access;
    list.replaceChildren(...((await ofAccount(which)) ?? []).map((its) => element("li", {},
      its.acting ? element("b", {}, `${its.acting} · ${its.room} · ${its.basis} `) : "",
      `${say("since")} ${moment(its.begun)}${its.ends ? `, ${say("ends")} ${moment(its.ends)}` : ""} `,
      element("button", { type: "button", click: async () => (await ofAccount(`${which}/${its.id}/end`, {})) && access() }, say("end")),
    )));
  }
}

document.querySelector("[data-all]").addEventListener("click", async () => {
  if (confirm(say("sure")) && (await ofAccount("sessions/end", {}))) location.replace("/");
});
document.querySelector("[data-token]").addEventListener("submit", async (event) => {
  event.preventDefault();
  const made = await ofAccount("tokens", { room: ROOM.room, ...fields(event.target) });
  const output = event.target.querySelector("output");
  output.hidden = !made;
  if (made) output.textContent = `${say("token")} ${made.token}`;
  access();
});
access();
