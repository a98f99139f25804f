// The formats of C2SP, read as strictly as the library mingjing_ledger reads them, and what
// they prove. docs/spec/ledger.md, sections 2 to 7. Nothing here touches the page.

// `kind` is the class of the library's refusal, `code` the sentence in words.toml.
class Refusal extends Error {
  constructor(kind, code, values = {}) {
    super(code);
    Object.assign(this, { kind, code, values });
  }
  // What is not in the format was not judged; what is, and does not hold, fails.
  get unreadable() {
    return this.kind.startsWith("Malformed");
  }
}

const Tlog = (() => {
  const HEADER = "c2sp.org/tlog-proof@v1";
  const DASH = "— ";
  const ED25519 = 0x01, COSIGNATURE = 0x04, ML_DSA_44 = 0x06;
  const MOST_NOTE = 2 ** 20, MOST_PROOF = 2 ** 21, MOST_SIGNATURES = 100, MOST_HASHES = 63;
  const MOST_KEY = 4096, MOST_NAME = 255;
  const MAX = 2n ** 63n - 1n;
  const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
  // What Python's str.isspace() calls a space; \s differs in two characters.
  const SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

  const refuse = (kind, code, values) => {
    throw new Refusal(kind, code, values);
  };
  const bytes = (text) => new TextEncoder().encode(text);
  const hex = (data) => Array.from(data, (one) => one.toString(16).padStart(2, "0")).join("");
  const same = (one, other) => hex(one) === hex(other);
  const join = (...parts) => {
    const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  };
  const number = (data) => data.reduce((sum, one) => (sum << 8n) | BigInt(one), 0n);

  function textFrom(data, most, kind) {
    if (data.length > most) refuse(kind, "too_long", { most });
    let text;
    try {
      text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      refuse(kind, "not_utf8");
    }
    if (text.includes("\r")) refuse(kind, "windows_lines");
    if (/[\x00-\x09\x0b-\x1f]/.test(text)) refuse(kind, "control_character");
    return text;
  }

  function fromBase64(text, what, kind) {
    let data;
    try {
      data = atob(text);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      refuse(kind, "not_base64", { what });
    }
    if (btoa(data) !== text) refuse(kind, "not_base64", { what });
    return Uint8Array.from(data, (one) => one.charCodeAt(0));
  }

  function hashFrom(text, what, kind) {
    const data = fromBase64(text, what, kind);
    if (data.length !== 32) refuse(kind, "not_a_hash", { what, length: data.length });
    return data;
  }

  function decimal(text, what, kind) {
    if (!/^(0|[1-9][0-9]{0,18})$/.test(text)) refuse(kind, "not_decimal", { what });
    const value = BigInt(text);
    if (value > MAX) refuse(kind, "too_great", { what });
    return value;
  }

  const spoiltName = (name) => !name || name.includes("+") || SPACE.test(name) || /[\x00-\x1f]/.test(name);

  // The equation without the cofactor over the bytes as they came, as OpenSSL has it: both
  // sides of this project must give one verdict, on keys made to tell them apart too.
  function verifyEd25519(key, message, signature) {
    if (signature.length !== 64) return false;
    const [commitment, answer] = [signature.slice(0, 32), number(signature.slice(32).reverse())];
    if (answer >= ORDER) return false;
    let point;
    try {
      point = Curve.Point.fromBytes(key, true);
    } catch (error) {
      if (error.message !== "bad point: y not sqrt") throw error;
      return false;
    }
    const challenge = number(Sha2.sha512(join(commitment, key, message)).reverse()) % ORDER;
    const left = Curve.Point.BASE.multiply(answer, false);
    return same(left.add(point.negate().multiply(challenge, false)).toBytes(), commitment);
  }

  function readKey(line) {
    const [name, told, ...rest] = line.split("+");
    const refuseKey = (code) => refuse("MalformedKey", code, { name: line.slice(0, 60) });
    if (line.length > MOST_KEY || !rest.length) refuseKey("key_form");
    if (spoiltName(name)) refuseKey("key_name");
    if (!/^[0-9a-f]{8}$/.test(told)) refuseKey("key_id_form");
    const data = fromBase64(rest.join("+"), "key", "MalformedKey");
    if (!data.length) refuseKey("key_form");
    const id = hex(Sha2.sha256(join(bytes(`${name}\n`), data)).slice(0, 4));
    if (id !== told) refuseKey("key_id");
    return { name, id, algorithm: data[0], public: data.slice(1) };
  }

  function logKey(line) {
    const key = readKey(line);
    if (key.algorithm !== ED25519) refuse("MalformedKey", "not_a_log_key", key);
    if (key.public.length !== 32) refuse("MalformedKey", "key_length", key);
    return { ...key, verify: (text, data) => verifyEd25519(key.public, bytes(text), data) };
  }

  function witnessKey(line) {
    const key = readKey(line);
    if (key.algorithm === ML_DSA_44) {
      if (key.public.length !== 1312 || bytes(key.name).length > MOST_NAME) refuse("MalformedKey", "key_length", key);
      return { ...key, unknown: true };
    }
    if (key.algorithm !== COSIGNATURE) refuse("MalformedKey", "not_a_witness_key", key);
    if (key.public.length !== 32) refuse("MalformedKey", "key_length", key);
    const verify = (text, data) => {
      if (data.length !== 72 || number(data.slice(0, 8)) > MAX) return false;
      const message = `cosignature/v1\ntime ${number(data.slice(0, 8))}\n${text}`;
      return verifyEd25519(key.public, bytes(message), data.slice(8));
    };
    return { ...key, verify };
  }

  function parseNote(data) {
    const told = textFrom(data, MOST_NOTE, "MalformedNote");
    const split = told.lastIndexOf("\n\n");
    if (split < 0) refuse("MalformedNote", "note_gap");
    const block = told.slice(split + 2);
    if (!block) refuse("MalformedNote", "note_unsigned");
    if (!block.endsWith("\n")) refuse("MalformedNote", "note_end");
    const lines = block.slice(0, -1).split("\n");
    if (lines.length > MOST_SIGNATURES) refuse("MalformedNote", "note_crowded");
    if (new Set(lines).size !== lines.length) refuse("MalformedNote", "note_double");
    return { text: told.slice(0, split + 1), signatures: lines.map(parseSignature) };
  }

  function parseSignature(line, at) {
    const [, name, told] = /^— ([^ ]*) (.+)$/u.exec(line) || [];
    if (!line.startsWith(DASH) || !told) refuse("MalformedNote", "signature_form", { line: at + 1 });
    if (spoiltName(name)) refuse("MalformedNote", "signature_name", { line: at + 1 });
    const data = fromBase64(told, "signature", "MalformedNote");
    if (data.length <= 4) refuse("MalformedNote", "signature_short", { line: at + 1 });
    return { name, id: hex(data.slice(0, 4)), data: data.slice(4) };
  }

  function parseCheckpoint(text) {
    const lines = text.slice(0, -1).split("\n");
    if (lines.length < 3) refuse("MalformedCheckpoint", "head_lines");
    const size = decimal(lines[1], "size", "MalformedCheckpoint");
    const root = hashFrom(lines[2], "root", "MalformedCheckpoint");
    if (lines.includes("")) refuse("MalformedCheckpoint", "head_empty_line");
    return { origin: lines[0], size, root };
  }

  // Which of the keys signed: a Map from key to signature. One wrong signature spoils the note.
  function signedBy(note, keys) {
    const known = new Map();
    for (const key of keys) {
      const who = `${key.name}\n${key.id}`;
      const first = known.get(who);
      if (first && (first.algorithm !== key.algorithm || !same(first.public, key.public))) refuse("MalformedKey", "key_twin", key);
      known.set(who, key);
    }
    const found = new Map();
    for (const one of note.signatures) {
      const key = known.get(`${one.name}\n${one.id}`);
      if (!key) continue;
      if (found.has(key)) refuse("MalformedNote", "signed_twice", one);
      if (!key.unknown && !key.verify(note.text, one.data)) refuse("BadSignature", "bad_signature", one);
      found.set(key, one);
    }
    return found;
  }

  function openCheckpoint(data, keys) {
    const note = parseNote(data);
    const head = parseCheckpoint(note.text);
    if (head.origin !== keys[0].name) refuse("WrongOrigin", "wrong_origin", { origin: head.origin, name: keys[0].name });
    const signed = signedBy(note, keys);
    if (!signed.size) refuse("NoTrustedSignature", "no_trusted_signature");
    return { ...head, note, signers: [...signed.keys()] };
  }

  // Key and time (POSIX seconds; null where this page cannot verify the algorithm).
  function cosignedBy(note, witnesses) {
    return [...signedBy(note, witnesses)].map(([key, one]) => ({
      name: key.name,
      id: key.id,
      time: key.unknown ? null : number(one.data.slice(0, 8)),
    }));
  }

  function parseProof(data) {
    const told = textFrom(data, MOST_PROOF, "MalformedProof");
    const gap = told.indexOf("\n\n");
    if (gap < 0) refuse("MalformedProof", "proof_gap");
    const [header, ...lines] = told.slice(0, gap).split("\n");
    if (header !== HEADER) refuse("MalformedProof", "proof_header");
    let extra = null;
    if (lines.length && lines[0].startsWith("extra ")) {
      extra = fromBase64(lines.shift().slice(6), "extra", "MalformedProof");
      if (!extra.length) refuse("MalformedProof", "extra_empty");
    }
    if (!lines.length || !lines[0].startsWith("index ")) refuse("MalformedProof", "proof_index");
    const index = decimal(lines.shift().slice(6), "index", "MalformedProof");
    if (index === MAX) refuse("MalformedProof", "too_great", { what: "index" });
    if (lines.length > MOST_HASHES) refuse("MalformedProof", "proof_hashes");
    const hashes = lines.map((line) => hashFrom(line, "hash", "MalformedProof"));
    return { index, hashes, checkpoint: bytes(told.slice(gap + 2)), extra };
  }

  const leafHash = (body) => Sha2.sha256(join([0], body));
  const nodeHash = (left, right) => Sha2.sha256(join([1], left, right));

  // RFC 9162 section 2.1.3.2.
  function verifyInclusion(leaf, index, size, hashes, root) {
    if (index >= size) refuse("Malformed", "no_such_entry", { index, size });
    let [node, last, computed] = [index, size - 1n, leaf];
    for (const sibling of hashes) {
      if (!last) refuse("MalformedProof", "proof_too_many");
      if (node & 1n || node === last) {
        computed = nodeHash(sibling, computed);
        while (!(node & 1n) && node) [node, last] = [node >> 1n, last >> 1n];
      } else {
        computed = nodeHash(computed, sibling);
      }
      [node, last] = [node >> 1n, last >> 1n];
    }
    if (last) refuse("MalformedProof", "proof_too_few");
    if (!same(computed, root)) refuse("NotIncluded", "not_included");
  }

  return { bytes, hex, join, same, textFrom, logKey, witnessKey, openCheckpoint, cosignedBy, parseProof, leafHash, verifyInclusion, verifyEd25519 };
})();
