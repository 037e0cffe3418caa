// Small helps on top of pages that work without any script.
"use strict";
(() => {
  // What one person typed is nothing for the next who signs in here.
  const reader = document.documentElement.dataset.reader;
  try {
    if (reader) {
      if ((sessionStorage.getItem("reader") ?? reader) !== reader) sessionStorage.clear();
      sessionStorage.setItem("reader", reader);
    }
  } catch { /* no storage: nothing was kept */ }

  // What is typed into a form is kept in this tab until it is sent, so that a
  // lost line or a closed page loses nothing. Secrets and files are left out.
  const keep = (form) => {
    const name = "typed:" + location.pathname + ":" + (form.getAttribute("action") || "");
    const inputs = () => [...form.elements].filter((e) => e.name && e.name !== "form-key" && !["password", "file", "hidden", "submit"].includes(e.type));
    let saved = null;
    try { saved = JSON.parse(sessionStorage.getItem(name)); } catch { return; }
    if (saved && !form.querySelector("[aria-invalid]")) {
      for (const e of inputs()) {
        const v = saved[e.name];
        if (v === undefined) continue;
        if (e.type === "checkbox" || e.type === "radio") e.checked = v.includes(e.value);
        else if (!e.value) e.value = v[0] ?? "";
      }
    }
    form.addEventListener("input", () => {
      const all = {};
      for (const e of inputs()) {
        all[e.name] ??= [];
        if ((e.type !== "checkbox" && e.type !== "radio") || e.checked) all[e.name].push(e.value);
      }
      try { sessionStorage.setItem(name, JSON.stringify(all)); } catch { /* full: nothing is kept */ }
    });
    // A page that came after the form was taken says so in its address's hash.
    form.addEventListener("submit", () => sessionStorage.setItem("sent", name));
  };
  // A file that would not be taken is told before it is sent. What stands around the
  // files takes some of the form's length.
  document.querySelectorAll("form[data-most]").forEach((form) => {
    const files = [...form.querySelectorAll("input[type=file]")];
    const size = (input) => [...input.files].reduce((sum, f) => sum + f.size, 0);
    const check = () => {
      form.querySelectorAll(".fault.early").forEach((e) => e.remove());
      if (files.reduce((sum, f) => sum + size(f), 0) <= form.dataset.most - 65536) return true;
      const largest = files.reduce((a, b) => (size(b) > size(a) ? b : a));
      const fault = document.createElement("div");
      fault.className = "fault early";
      fault.setAttribute("role", "alert");
      fault.append(Object.assign(document.createElement("p"), { textContent: form.dataset.tooLong }));
      largest.before(fault);
      largest.focus();
      return false;
    };
    files.forEach((f) => f.addEventListener("change", check));
    form.addEventListener("submit", (e) => { if (!check()) { e.preventDefault(); e.stopImmediatePropagation(); } });
  });

  const sent = sessionStorage.getItem("sent");
  if (sent && !document.querySelector("form.form [aria-invalid], form.form .fault")) {
    sessionStorage.removeItem(sent);
    sessionStorage.removeItem("sent");
  }
  document.querySelectorAll("form.form").forEach(keep);

  // The first fault is where the reader goes on.
  document.querySelector(".notice.bad[tabindex]")?.focus();

  // One menu at a time; Escape closes it.
  const menus = [...document.querySelectorAll("details.menu")];
  for (const m of menus) m.addEventListener("toggle", () => { if (m.open) menus.forEach((o) => { if (o !== m) o.open = false; }); });
  document.addEventListener("keydown", (e) => {
    if (e.key !== "Escape") return;
    for (const m of menus) if (m.open) { m.open = false; m.querySelector("summary").focus(); }
  });
  document.addEventListener("click", (e) => menus.forEach((m) => { if (!m.contains(e.target)) m.open = false; }));

  // Filters apply when they are chosen.
  document.querySelectorAll("form.filters select").forEach((s) => s.addEventListener("change", () => s.form.requestSubmit()));

  // Passkeys: the server gives options, the browser asks the key, the form takes the answer.
  const bytes = (s) => Uint8Array.from(atob(s.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (b) => btoa(String.fromCharCode(...new Uint8Array(b))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const decode = (o) => {
    if (o.challenge) o.challenge = bytes(o.challenge);
    if (o.user) o.user.id = bytes(o.user.id);
    for (const list of [o.allowCredentials, o.excludeCredentials]) list?.forEach((c) => { c.id = bytes(c.id); });
    return o;
  };
  const encode = (c) => {
    const r = {};
    for (const k of ["attestationObject", "clientDataJSON", "authenticatorData", "signature", "userHandle"]) if (c.response[k]) r[k] = text(c.response[k]);
    if (c.response.getTransports) r.transports = c.response.getTransports();
    return JSON.stringify({ id: c.id, rawId: text(c.rawId), type: c.type, response: r, clientExtensionResults: c.getClientExtensionResults() });
  };
  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    if (!window.PublicKeyCredential) return;
    form.hidden = false;
    form.addEventListener("submit", async (e) => {
      e.preventDefault();
      const say = form.querySelector("[role=status]");
      try {
        const answer = await fetch(form.dataset.passkey, { method: "POST", body: new URLSearchParams(new FormData(form)) });
        if (!answer.ok) throw new Error(answer.status);
        const options = (await answer.json()).publicKey;
        const credential = form.dataset.deed === "create"
          ? await navigator.credentials.create({ publicKey: decode(options) })
          : await navigator.credentials.get({ publicKey: decode(options) });
        form.elements.credential.value = encode(credential);
        form.submit();
      } catch { say.textContent = form.dataset.failed; }
    });
  });
})();
