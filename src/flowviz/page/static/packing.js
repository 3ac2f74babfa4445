// The texts that flowviz/page/packing.py packed: of each its pieces, each kept once, and the sequence of their numbers.
(() => {
  async function inflated(word) {
    const raw = Uint8Array.from(atob(word), (letter) => letter.charCodeAt(0));
    return new Response(new Blob([raw]).stream().pipeThrough(new DecompressionStream("gzip")));
  }

  async function unpacked(...packed) {
    const [words, numbers] = await Promise.all(packed.map(inflated));
    const pieces = (await words.text()).split("\n");
    const parts = [];
    let [number, place, met] = [0, 0, 0];
    for (const byte of new Uint8Array(await numbers.arrayBuffer())) {
      number |= (byte & 127) << place;
      place += 7;
      if (byte > 127) continue;
      parts.push(pieces[number ? number - 1 : met++]);
      number = place = 0;
    }
    return parts.join("");
  }

  window.flowvizUnpacked = (text) => {
    const packed = text.trim().split(" ");
    return Promise.all(packed.flatMap((word, i) => (i % 2 ? [] : [unpacked(word, packed[i + 1])])));
  };
})();
