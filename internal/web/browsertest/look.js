// Functions that look at a page; the tests call them by name.
const words = (e) => (e.getAttribute("aria-label") || e.innerText || e.value || "").replace(/\s+/g, " ").trim();
const visible = (e) => e.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && e.getClientRects().length > 0;

// What can be pressed under these words: where it is, and whether another page
// follows.
const pressable = (said, within) => {
  const all = [...document.querySelectorAll("a[href], button, summary, input[type=submit], label")].filter((e) => visible(e) && !e.closest("[aria-hidden=true]"))
    .filter((e) => !within || [...document.querySelectorAll("tr, li, article, section, fieldset")].some((p) => p.contains(e) && words(p).includes(within) && ![...p.querySelectorAll("tr, li, article, section, fieldset")].some((q) => words(q).includes(within))));
  // As a reader looks: on the page itself before what stands around it.
  all.sort((a, b) => !!b.closest("main") - !!a.closest("main"));
  const e = all.find((e) => words(e) === said) || all.find((e) => words(e).startsWith(said));
  if (!e) return null;
  e.scrollIntoView({ block: "center", behavior: "instant" });
  const r = e.getBoundingClientRect();
  const href = e.getAttribute("href");
  return { X: r.x + r.width / 2, Y: r.y + r.height / 2,
    Leaves: href !== null ? !href.startsWith("#") && !e.hasAttribute("download") : e.matches("button[type=submit], input[type=submit], form button:not([type])") };
};

const field = (label) => {
  const named = [...document.querySelectorAll("label")].find((l) => l.control && words(l).startsWith(label));
  return named ? named.control : [...document.querySelectorAll("[aria-label]")].find((e) => e.matches("input, select, textarea") && words(e) === label);
};

const enter = (label, value) => {
  const e = field(label);
  if (!e) return false;
  e.focus();
  if (e.type === "checkbox" || e.type === "radio") {
    if (e.checked !== (value === "true")) e.click();
    return true;
  }
  if (e.tagName === "SELECT") {
    const option = [...e.options].find((o) => o.value === value || o.text.trim() === value);
    if (!option) return false;
    e.value = option.value;
  } else {
    e.value = value;
  }
  e.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
};

// Puts a value into the field of a name; of boxes and buttons, ticks that of the value.
const put = (name, value) => {
  const all = [...document.querySelectorAll(`form.form [name="${CSS.escape(name)}"]`)];
  const e = all.find((e) => (e.type === "radio" || e.type === "checkbox") && e.value === value) || all.find((e) => e.type !== "radio" && e.type !== "checkbox");
  if (!e || !visible(e)) return false;
  e.focus();
  if (e.type === "radio" || e.type === "checkbox") {
    if (!e.checked) e.click();
    return e.checked;
  }
  if (e.tagName === "SELECT" && ![...e.options].some((o) => o.value === value)) return false;
  e.value = value;
  e.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
};

// What stands in the fields of a name, ticked or written.
const standing = (name) => [...document.querySelectorAll(`[name="${CSS.escape(name)}"]`)].filter((e) => e.type !== "radio" && e.type !== "checkbox" || e.checked).map((e) => e.value).join(" ");

const readable = () => document.title + "\n" + document.body.innerText;

const describe = (e) => {
  const own = e.tagName.toLowerCase() + (e.id ? "#" + e.id : "") + (typeof e.className === "string" && e.className ? "." + e.className.trim().replace(/\s+/g, ".") : "");
  const p = e.parentElement;
  return (p && p !== document.body ? p.tagName.toLowerCase() + (typeof p.className === "string" && p.className ? "." + p.className.trim().replace(/\s+/g, ".") : "") + " > " : "") + own + " “" + (e.innerText || "").trim().slice(0, 60) + "”";
};

// What makes the page wider than the window.
const wide = () => {
  const root = document.documentElement, room = root.clientWidth;
  if (root.scrollWidth <= room) return [];
  const framed = (e) => { for (let p = e.parentElement; p && p !== document.body; p = p.parentElement) if (getComputedStyle(p).overflowX !== "visible") return true; return false; };
  const out = [...document.body.querySelectorAll("*")].filter((e) => {
    const r = e.getBoundingClientRect();
    return r.width > 0 && (r.right + scrollX > room + 0.5 || r.left + scrollX < -0.5) && !framed(e) && visible(e) && !e.matches(".skip");
  });
  const inner = out.filter((e) => !out.some((o) => o !== e && e.contains(o)));
  return ["the page is " + root.scrollWidth + " wide; " + inner.slice(0, 3).map(describe).join("; ")];
};

// Text of a page in the pseudo-language that has no brackets and is no data.
const uncatalogued = () => {
  const page = document.documentElement.lang;
  const data = (e) => {
    for (; e && e !== document.documentElement; e = e.parentElement) {
      if (e.getAttribute("translate") === "no" || e.matches("code, kbd, textarea")) return true;
      const lang = e.getAttribute("lang");
      if (lang) return lang !== page;
    }
    return false;
  };
  // Symbols and places are the same in every language: A/RES/69/197#4(a):1, 9 (b);
  // so are names of formats.
  const symbol = /\b(CSV|JSON|XLSX|DOCX|PDF)\b|\b[A-Z]+(\/[A-Z0-9.]+)+(#[\w().:]+)?|\([a-z]{1,4}\)/g;
  const outside = (text) => {
    for (let before = ""; before !== text;) { // a sentence may hold another
      before = text;
      text = text.replace(/⟦[^⟦⟧]*⟧/gu, "");
    }
    return /\p{L}/u.test(text.replace(symbol, ""));
  };
  const found = new Map();
  const note = (what, e) => { if (!found.has(what)) found.set(what, what + " in " + describe(e)); };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  // Text that marks break up is judged as a whole: a catalogue's sentence may hold an element.
  for (let n = walk.nextNode(); n; n = walk.nextNode()) {
    const e = n.parentElement;
    if (!e.matches("script, style") && outside(n.data) && !data(e)) note("“" + n.data.replace(/\s+/g, " ").trim().slice(0, 80) + "”", e);
  }
  for (const e of document.querySelectorAll("[aria-label], [placeholder], [title], [alt]")) {
    for (const name of ["aria-label", "placeholder", "title", "alt"]) {
      const text = e.getAttribute(name);
      if (text && outside(text) && !data(e)) note(name + "=“" + text + "”", e);
    }
  }
  return [...found.values()];
};

const nameOf = (e) => e.tagName.toLowerCase() + (e.id ? "#" + e.id : "");

// Where the focus is, and whether it can be seen there.
const focused = () => {
  const e = document.activeElement;
  if (!e || e === document.body) return { Name: "", Tag: "", Seen: true };
  const s = getComputedStyle(e), r = e.getBoundingClientRect();
  const inside = r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth;
  const ring = s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0;
  return { Name: words(e).slice(0, 80), Tag: nameOf(e), Seen: inside && ring };
};

// What the Tab key must reach, in order.
const reachable = () => {
  const groups = new Set();
  return [...document.querySelectorAll("a[href], button, summary, input:not([type=hidden]), select, textarea, [tabindex='0']")].filter((e) => {
    if (!visible(e) || e.disabled) return false;
    if (e.type === "radio") { // one stop for the group
      if (groups.has(e.name)) return false;
      groups.add(e.name);
    }
    return true;
  });
};
const stops = () => reachable().length;
const stop = (n) => { const e = reachable()[n]; return { Name: words(e).slice(0, 80), Tag: nameOf(e), Seen: true }; };

// Whether any element of a selector is shown.
const shown = (selector) => [...document.querySelectorAll(selector)].some(visible);
const focusOn = (selector) => { const e = document.querySelector(selector); if (e) e.focus(); return !!e; };
const textSize = (percent) => { document.documentElement.style.fontSize = percent + "%"; return true; };
const firstLink = () => { const a = document.querySelector(".sheet tbody a"); return a ? a.getAttribute("href") : ""; };
const rows = () => document.querySelectorAll(".sheet tbody tr").length;
const value = (label) => { const e = field(label); return e ? e.value : ""; };
const focusField = (label) => { const e = field(label); if (e) e.focus(); return !!e; };
const fileField = (label) => { const e = field(label); return e && e.type === "file" ? e.id : ""; };
const source = () => document.documentElement.outerHTML;
