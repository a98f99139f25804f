"use strict";
// SHA-256 and SHA-512 (FIPS 180-4). The browser's own need https, and a saved page has none.
const Sha2 = (() => {
  const root = (radicand, degree) => {
    // Newton's method from above, in whole numbers.
    let guess = 1n << BigInt(Math.ceil(radicand.toString(2).length / Number(degree)));
    for (;;) {
      const next = ((degree - 1n) * guess + radicand / guess ** (degree - 1n)) / degree;
      if (next >= guess) return guess;
      guess = next;
    }
  };
  const primes = [];
  for (let one = 2n; primes.length < 80; one += 1n) {
    if (primes.every((prime) => one % prime)) primes.push(one);
  }
  const CUBE_ROOTS = primes.map((prime) => root(prime << 192n, 3n) & (2n ** 64n - 1n));
  const SQUARE_ROOTS = primes.slice(0, 8).map((prime) => root(prime << 128n, 2n) & (2n ** 64n - 1n));

  function sha2(bits, rounds, [a1, a2, a3], [e1, e2, e3], [s1, s2, s3], [t1, t2, t3]) {
    const width = BigInt(bits);
    const mask = (1n << width) - 1n;
    const constants = CUBE_ROOTS.slice(0, rounds).map((one) => one >> (64n - width));
    const start = SQUARE_ROOTS.map((one) => one >> (64n - width));
    const size = bits / 8;
    const turn = (word, by) => (word >> by) | (word << (width - by));

    function pad(data) {
      const whole = Math.ceil((data.length + 1 + 2 * size) / (16 * size)) * 16 * size;
      const padded = new Uint8Array(whole);
      padded.set(data);
      padded[data.length] = 0x80;
      new DataView(padded.buffer).setBigUint64(whole - 8, BigInt(data.length) * 8n);
      return new DataView(padded.buffer);
    }

    function block(state, view, from) {
      const words = [];
      for (let at = 0; at < rounds; at += 1) {
        if (at < 16) {
          const where = from + at * size;
          words.push(size === 8 ? view.getBigUint64(where) : BigInt(view.getUint32(where)));
        } else {
          const [early, late] = [words[at - 15], words[at - 2]];
          const one = turn(early, s1) ^ turn(early, s2) ^ (early >> s3);
          const two = turn(late, t1) ^ turn(late, t2) ^ (late >> t3);
          words.push((words[at - 16] + (one & mask) + words[at - 7] + (two & mask)) & mask);
        }
      }
      let [a, b, c, d, e, f, g, h] = state;
      for (let at = 0; at < rounds; at += 1) {
        const high = (turn(e, e1) ^ turn(e, e2) ^ turn(e, e3)) & mask;
        const low = (turn(a, a1) ^ turn(a, a2) ^ turn(a, a3)) & mask;
        const first = h + high + ((e & f) ^ (~e & mask & g)) + constants[at] + words[at];
        const second = low + ((a & b) ^ (a & c) ^ (b & c));
        [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) & mask, c, b, a, (first + second) & mask];
      }
      return [a, b, c, d, e, f, g, h].map((word, at) => (word + state[at]) & mask);
    }

    return (data) => {
      const view = pad(data);
      let state = start;
      for (let from = 0; from < view.byteLength; from += 16 * size) state = block(state, view, from);
      const hex = state.map((word) => word.toString(16).padStart(2 * size, "0")).join("");
      return Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
    };
  }

  return {
    sha256: sha2(32, 64, [2n, 13n, 22n], [6n, 11n, 25n], [7n, 18n, 3n], [17n, 19n, 10n]),
    sha512: sha2(64, 80, [28n, 34n, 39n], [14n, 18n, 41n], [1n, 8n, 7n], [19n, 61n, 6n]),
  };
})();
