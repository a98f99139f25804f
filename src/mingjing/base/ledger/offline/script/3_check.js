// One receipt, judged step by step. Takes bytes and texts, gives back what to say.

const Check = (() => {
  const MOST_ENTRY = 65535;
  const SHORTEST_SALT = 16;

  const lines = (text) => text.split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
  const refuse = (kind, code, values) => {
    throw new Refusal(kind, code, values);
  };

  function byCodePoint(one, other) {
    const [left, right] = [Array.from(one), Array.from(other)];
    for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
      if (left[at] !== right[at]) return left[at].codePointAt(0) - right[at].codePointAt(0);
    }
    return left.length - right.length;
  }

  // docs/spec/ledger.md section 1. What has no such form comes out otherwise than it went in.
  function canonical(value) {
    if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
    if (value === null || typeof value !== "object") return JSON.stringify(value);
    const keys = Object.keys(value).sort(byCodePoint);
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
  }

  // Only the one form is taken apart: a key that stands twice could show another value
  // than the one that was meant. Otherwise null, and the bytes are shown as they are.
  function readEntry(body) {
    try {
      const text = Tlog.textFrom(body, MOST_ENTRY, "Malformed");
      const value = JSON.parse(text);
      const isOurs = value !== null && typeof value === "object" && typeof value.kind === "string";
      return isOurs && !/[.]\d|\d[eE]/.test(text.replace(/"(\\.|[^"\\])*"/g, "")) && canonical(value) === text ? value : null;
    } catch (error) {
      if (error instanceof Refusal || error instanceof SyntaxError || error instanceof RangeError) return null;
      throw error;
    }
  }

  function readKeys(given, found) {
    found.keys = lines(given.keys).map(Tlog.logKey);
    found.witnessKeys = lines(given.witnesses).map(Tlog.witnessKey);
    if (!found.keys.length) refuse("Malformed", "no_keys");
    const [first] = found.keys;
    if (found.keys.some((key) => key.name !== first.name)) refuse("Malformed", "keys_of_two_logs");
    return { code: "keys_read", values: { name: first.name, count: found.witnessKeys.length } };
  }

  function readReceipt(given, found) {
    if (!given.receipt.length) refuse("Malformed", "no_receipt");
    found.proof = Tlog.parseProof(given.receipt);
    return { code: "receipt_read", values: { count: found.proof.hashes.length } };
  }

  function readHead(given, found) {
    found.head = Tlog.openCheckpoint(found.proof.checkpoint, found.keys);
    const names = found.head.signers.map((key) => `${key.name} (${key.id})`);
    return { code: "head_signed", values: { names, size: found.head.size } };
  }

  function readWitnesses(given, found) {
    const all = Tlog.cosignedBy(found.head.note, found.witnessKeys);
    found.witnesses = all.filter((one) => one.time !== null);
    const count = new Set(found.witnesses.map((one) => one.name)).size;
    const names = all.filter((one) => one.time === null).map((one) => one.name);
    if (!count && names.length) return { state: "absent", code: "witness_ml_dsa", values: { names } };
    if (!found.witnessKeys.length) return { state: "absent", code: "no_witness_keys" };
    return count ? { code: "witnessed", values: { count } } : { state: "absent", code: "not_witnessed" };
  }

  function place(given, found) {
    const body = given.entry.length ? given.entry : found.proof.extra;
    if (!body) refuse("Malformed", "no_entry");
    if (body.length > MOST_ENTRY) refuse("Malformed", "too_long", { most: MOST_ENTRY });
    const leaf = Tlog.leafHash(body);
    Tlog.verifyInclusion(leaf, found.proof.index, found.head.size, found.proof.hashes, found.head.root);
    Object.assign(found, { body, leaf, entry: readEntry(body) });
    return { code: "included", values: { index: found.proof.index, size: found.head.size } };
  }

  function compare(given, found) {
    const { size } = found.head;
    const other = Tlog.openCheckpoint(given.other, found.keys);
    if (other.size !== size) refuse("Malformed", "other_size", { size, other: other.size });
    if (!Tlog.same(other.root, found.head.root)) refuse("NotConsistent", "two_lists", { size });
    return { code: "same_list", values: { size } };
  }

  function open(given, found) {
    const { field, words } = given.opening;
    const salt = given.opening.salt.replace(/\s/g, "").toLowerCase();
    const sealed = (found.entry && found.entry.sealed) || {};
    if (!Object.prototype.hasOwnProperty.call(sealed, field)) refuse("Malformed", "no_such_seal", { field });
    if (!/^([0-9a-f]{2})*$/.test(salt) || salt.length < 2 * SHORTEST_SALT) refuse("Malformed", "salt_form");
    const bytes = Uint8Array.from(salt.match(/../g), (pair) => parseInt(pair, 16));
    // A text box turns the line ends of Windows into plain ones; the words may have had them.
    const spelt = [words, words.replace(/\n/g, "\r\n")];
    const fits = spelt.some((one) => {
      const told = Tlog.bytes(JSON.stringify(one));
      return Tlog.hex(Sha2.sha256(Tlog.join(bytes, told))) === sealed[field];
    });
    if (!fits) refuse("Unproven", "seal_differs", { field });
    return { code: "seal_opened", values: { field } };
  }

  function tried(name, task, given, found) {
    try {
      return { name, state: "holds", ...task(given, found) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { kind, code, values, unreadable } = error;
      return { name, state: unreadable ? "unknown" : "fails", kind, code, values };
    }
  }

  const MAIN = [["keys", readKeys], ["receipt", readReceipt], ["head", readHead], ["witnesses", readWitnesses], ["place", place]];

  // given: receipt, entry, other (bytes, empty if none), keys, witnesses (texts), opening
  // ({field, salt, words} or null). The verdict is of the receipt; a second list of the same
  // size with another root takes it away, an opening does not.
  function judge(given) {
    const [found, steps] = [{}, []];
    let stopped = null;
    for (const [name, task] of MAIN) {
      const step = stopped ? { name, state: "skipped" } : tried(name, task, given, found);
      if (step.state === "fails" || step.state === "unknown") stopped = step;
      steps.push(step);
    }
    let verdict = stopped ? stopped.state : "holds";
    const further = [];
    if (given.other.length) further.push(["other", compare]);
    if (given.opening) further.push(["opening", open]);
    for (const [name, task] of further) {
      const step = stopped ? { name, state: "skipped" } : tried(name, task, given, found);
      if (step.code === "two_lists") [verdict, stopped] = ["fails", step];
      steps.push(step);
    }
    return { verdict, steps, reason: stopped, ...found };
  }

  return { judge, canonical, readEntry };
})();
