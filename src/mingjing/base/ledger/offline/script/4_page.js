// The form and what it shows. Every text goes in by textContent; nothing is kept or sent.

(() => {
  const said = JSON.parse(document.getElementById("said").textContent);
  const at = (id) => document.getElementById(id);
  const SHAPES = {
    holds: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm3.7 4.2 1.2 1.2-6 6-3.4-3.4 1.2-1.2 2.2 2.2z",
    fails: "M8 .3 15.7 8 8 15.7.3 8zM7.1 3.8v5h1.8v-5zm0 6.4v1.9h1.8v-1.9z",
    unknown: "M8 1 15.5 14.5H.5zM7.1 6v4.2h1.8V6zm0 5.4v1.7h1.8v-1.7z",
    absent: "M2 6.8h12v2.4H2z",
    skipped: "M2 6.8h12v2.4H2z",
  };
  // A file is judged by its bytes: a text box would mend its line ends.
  let file = null;

  function fill(text, values = {}) {
    return text.replace(/\{(\w+)\}/g, (_, name) => {
      const value = values[name];
      if (name === "what") return said.what[value];
      return Array.isArray(value) ? value.join(said.page.lang === "en" ? ", " : "、") : String(value);
    });
  }

  function node(tag, text, className) {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function box(tag, className, ...inside) {
    const made = node(tag, undefined, className);
    made.append(...inside);
    return made;
  }

  function shape(state) {
    const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    drawing.setAttribute("viewBox", "0 0 16 16");
    drawing.setAttribute("aria-hidden", "true");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", SHAPES[state]);
    path.setAttribute("fill-rule", "evenodd");
    drawing.append(path);
    return drawing;
  }

  function when(seconds) {
    // Beijing has had one offset, without summer time, since 1992.
    const date = new Date((Number(seconds) + 8 * 3600) * 1000);
    if (Number.isNaN(date.getTime())) return `POSIX ${seconds}`;
    const month = date.getUTCMonth();
    return fill(said.label.beijing, {
      year: date.getUTCFullYear(),
      month: month + 1,
      monthname: said.label.months.split(" ")[month],
      day: date.getUTCDate(),
      clock: date.toISOString().slice(-13, -5),
    });
  }

  function kv(rows) {
    const list = node("dl");
    for (const [name, value, className] of rows) list.append(node("dt", name), node("dd", value, className));
    return list;
  }

  function table(caption, rows) {
    const made = node("table");
    made.append(node("caption", caption));
    const body = node("tbody");
    for (const [name, value, className] of rows) {
      const head = node("th", name);
      head.scope = "row";
      const row = node("tr");
      row.append(head, node("td", value, className));
      body.append(row);
    }
    made.append(body);
    return made;
  }

  function stepsOf(result) {
    const body = node("tbody");
    for (const { name, state, code, values } of result.steps) {
      const head = node("th", said.step[name]);
      head.scope = "row";
      const word = box("span", `state is-${state}`, shape(state), said.state[state]);
      const row = node("tr");
      row.append(head, box("td", "", word), node("td", code ? fill(said.said[code], values) : "", "why"));
      body.append(row);
    }
    return box("section", "card", node("h2", said.label.steps), box("table", "steps", body));
  }

  const plain = (value) => (typeof value === "string" ? value : Check.canonical(value));

  function entryOf(result) {
    const { entry, body } = result;
    const card = box("section", "card", node("h2", said.label.recorded));
    const whole = kv([[said.label.raw, new TextDecoder().decode(body), "code"]]);
    if (!entry) {
      card.append(node("p", said.label.raw_why, "hint"), whole);
      return card;
    }
    const { kind, subject, role, data, sealed } = entry;
    const time = Date.parse(entry.at);
    const rows = [[said.label.kind, kind, "code"]];
    if (subject) rows.push([said.label.subject, plain(subject), "code"]);
    if (entry.at) rows.push([said.label.at, Number.isNaN(time) ? plain(entry.at) : when(Math.floor(time / 1000))]);
    if (role) rows.push([said.label.role, said.role[role] || plain(role)]);
    card.append(kv(rows));
    const open = Object.entries(data || {}).map(([name, value]) => [name, plain(value), "words"]);
    if (open.length) card.append(table(said.label.data, open));
    const closed = Object.entries(sealed || {}).map(([name, value]) => [name, plain(value), "code"]);
    if (closed.length) card.append(table(said.label.sealed, closed));
    card.append(whole);
    return card;
  }

  function signedOf({ head, proof, witnesses, leaf }) {
    const card = box("section", "card", node("h2", said.label.signed));
    const rows = [[said.label.place, fill(said.label.place_value, { index: proof.index, size: head.size })]];
    for (const key of head.signers) rows.push([said.label.signer, `${key.name} (${key.id})`, "code"]);
    rows.push([said.label.root, Tlog.hex(head.root), "code"], [said.label.leaf, Tlog.hex(leaf), "code"]);
    card.append(kv(rows));
    if (!witnesses.length) {
      card.append(node("p", said.label.unwitnessed));
      return card;
    }
    const seen = witnesses.map((one) => [`${one.name} (${one.id})`, when(one.time)]);
    const made = table("", seen);
    made.querySelector("caption").remove();
    const top = node("tr");
    for (const name of [said.label.witness, said.label.seen]) {
      const cell = node("th", name);
      cell.scope = "col";
      top.append(cell);
    }
    made.prepend(box("thead", "", top));
    card.append(made);
    return card;
  }

  function show(result) {
    const { verdict, reason } = result;
    const why = reason ? fill(said.said[reason.code], reason.values) : "";
    const title = box("h2", "", shape(verdict), said.verdict[verdict]);
    title.id = "verdict";
    title.tabIndex = -1;
    const sentence = {
      holds: () => fill(said.verdict.holds_text, { index: result.proof.index, size: result.head.size }),
      fails: () => fill(said.verdict.fails_text, { reason: why }),
      unknown: () => fill(said.verdict.unknown_text, { reason: why }),
    }[verdict]();
    const place = at("result");
    place.replaceChildren(box("div", `verdict is-${verdict}`, title, node("p", sentence)), stepsOf(result));
    // What was not proven is not shown as recorded.
    if (result.leaf) place.append(entryOf(result), signedOf(result));
    place.hidden = false;
    title.focus();
    place.scrollIntoView();
  }

  function given() {
    const text = (id) => at(id).value;
    const [field, salt, words] = ["field", "salt", "words"].map(text);
    const entry = text("entry");
    const other = text("other");
    return {
      receipt: file || Tlog.bytes(text("receipt")),
      entry: Tlog.bytes(entry.endsWith("\n") ? entry.slice(0, -1) : entry),
      other: Tlog.bytes(other && !other.endsWith("\n") ? `${other}\n` : other),
      keys: text("keys"),
      witnesses: text("witnesses"),
      opening: field || salt || words ? { field: field.trim(), salt, words } : null,
    };
  }

  function forget() {
    file = null;
    at("file").value = "";
    at("chosen").textContent = "";
  }

  // A result belongs to what was checked, not to what was changed since.
  function withdraw() {
    at("result").hidden = true;
  }

  async function take(chosen) {
    forget();
    withdraw();
    // One byte too many is enough to be refused for its length.
    file = new Uint8Array(await chosen.slice(0, 2 ** 21 + 1).arrayBuffer());
    at("receipt").value = new TextDecoder().decode(file);
    at("chosen").textContent = chosen.name;
  }

  function over(event) {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    at("drop").classList.add("over");
  }

  function drop(event) {
    at("drop").classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  }

  at("file").addEventListener("change", (event) => {
    if (event.target.files.length) take(event.target.files[0]);
  });
  at("receipt").addEventListener("input", forget);
  at("drop").addEventListener("dragover", over);
  at("drop").addEventListener("dragleave", () => at("drop").classList.remove("over"));
  at("drop").addEventListener("drop", drop);
  at("form").addEventListener("input", withdraw);
  at("form").addEventListener("submit", (event) => {
    event.preventDefault();
    show(Check.judge(given()));
  });
  at("form").addEventListener("reset", () => {
    forget();
    withdraw();
  });
  at("form").hidden = false;
})();
