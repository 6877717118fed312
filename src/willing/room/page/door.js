// Signing in, and taking up an invitation. TEXTS (by language, by name) stand before this.

const lang = [new URLSearchParams(location.search).get("lang"), ...navigator.languages].map((each) => each?.slice(0, 2))
  .find((each) => TEXTS[each]) ?? "en";
const say = (name) => TEXTS[lang][name];
const show = (id) => { document.getElementById(id).hidden = false; };
document.documentElement.lang = lang;
for (const element of document.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);

async function post(path, body) {
  const response = await fetch(`${path}?lang=${lang}`, {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
  });
  return [response, await response.json()];
}

/** Where somebody is let in: back to the page that was asked for, or to the first page of a membership. */
function enter(me) {
  const pages = location.pathname.startsWith("/rooms/");
  if (pages && !sessionStorage.getItem("entered")) {
    sessionStorage.setItem("entered", "once"); // else what cannot be entered would be asked for again and again
    location.replace(location.href);
    return;
  }
  const address = ({ room, delegation, role }) =>
    `/rooms/${encodeURIComponent(room)}/page/today?${new URLSearchParams({ acting: `${delegation}/${role}`, lang })}`;
  if (me.memberships.length === 1 && !pages) {
    location.replace(address(me.memberships[0]));
    return;
  }
  document.querySelector("#as .hint").textContent = me.memberships.length ? me.account : `${me.account}: ${say("nowhere")}`;
  document.querySelector("#as ul").replaceChildren(...me.memberships.map((its) => {
    const link = document.createElement("a");
    link.href = address(its);
    link.textContent = `${its.delegation}/${its.role} · ${its.room}`;
    const line = document.createElement("li");
    line.append(link);
    return line;
  }));
  for (const id of ["sign-in", "join"]) document.getElementById(id).hidden = true;
  show("as");
}

function answers(id, path, more) {
  const form = document.querySelector(`#${id} form`);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    const problems = form.querySelector(".problems");
    button.disabled = true;
    try {
      const [response, told] = await post(path, { ...Object.fromEntries(new FormData(form)), ...more });
      problems.textContent = response.ok ? "" : response.status === 401 ? say("wrong") : told.detail ?? told.title;
      if (response.ok) enter(told);
    } catch {
      problems.textContent = say("away");
    } finally {
      button.disabled = false;
    }
  });
}

for (const link of document.querySelectorAll(".elsewhere a")) link.search = `?lang=${lang}`;
const back = location.pathname === "/sign-in/oidc"; // from where somebody signed in elsewhere
if (back) history.replaceState(null, "", "/sign-in");
const invited = sessionStorage.getItem("invitation"); // what somebody left to sign in elsewhere for
const token = decodeURIComponent(location.hash.slice(1));
if (token) history.replaceState(null, "", location.pathname + location.search); // a secret is in no history
const me = await fetch("/me").then((response) => (response.ok ? response.json() : null)).catch(() => null);
answers("sign-in", "/sign-in", {});
if (back && me && invited) {
  sessionStorage.removeItem("invitation");
  const [response, told] = await post("/join", { invitation: invited });
  enter(response.ok ? told : me);
} else if (location.pathname === "/sign-in" && token) {
  const [response, told] = await post("/sign-in", { token });
  if (response.ok) enter(told);
  else show("sign-in");
} else if (location.pathname === "/join" && token) {
  answers("join", "/join", { invitation: token });
  const [response, told] = me ? await post("/join", { invitation: token }) : [null, null];
  if (response?.ok) enter(told);
  else {
    document.querySelector("#join .elsewhere a")?.addEventListener("click", () => sessionStorage.setItem("invitation", token));
    show("join");
  }
} else if (me) enter(me);
else show("sign-in");
document.getElementById("out").addEventListener("click", async () => {
  await post("/sign-out", {});
  location.replace("/");
});
