import { createHash } from "node:crypto";
import { readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { extname } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const MONTH = 30 * 24 * 3600 * 1000;
const SHRINKS = new Set([".css", ".js", ".svg", ".json"]);

/** The finished files, each under a name that changes with its content. */
export class Shelf {
  /** @param {string} folder where the files are put */
  constructor(folder) {
    this.folder = folder;
    /** @type {Record<string, string>} plain name → hashed name */
    this.names = {};
    this.kilobytes = 0;
  }

  /**
   * Puts a file on the shelf and answers its address.
   * @param {string} name
   * @param {Uint8Array | string} content
   */
  put(name, content) {
    const bytes = Buffer.from(content);
    const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
    const ending = extname(name);
    const hashed = `${name.slice(0, -ending.length)}.${hash}${ending}`;
    this.names[name] = hashed;
    writeFileSync(`${this.folder}/${hashed}`, bytes);
    this.kilobytes += (SHRINKS.has(ending) ? this.shrink(hashed, bytes) : bytes.length) / 1000;
    return `/static/${hashed}`;
  }

  /** @param {string} hashed @param {Buffer} bytes @returns {number} bytes as Brotli */
  shrink(hashed, bytes) {
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    const brotli = brotliCompressSync(bytes, { params });
    writeFileSync(`${this.folder}/${hashed}.br`, brotli);
    writeFileSync(`${this.folder}/${hashed}.gz`, gzipSync(bytes, { level: 9 }));
    return brotli.length;
  }

  /**
   * Writes the manifest last, in one move. Pages that were made from the build before still ask for
   * its files, so what no name points at stays for a month.
   */
  close() {
    const kept = new Set(Object.values(this.names).flatMap((n) => [n, `${n}.br`, `${n}.gz`]));
    const draft = `${this.folder}/manifest.json.new`;
    writeFileSync(draft, JSON.stringify(this.names, null, 2));
    renameSync(draft, `${this.folder}/manifest.json`);
    for (const file of readdirSync(this.folder)) {
      const old = statSync(`${this.folder}/${file}`).mtimeMs < Date.now() - MONTH;
      if (old && !kept.has(file) && file !== "manifest.json") rmSync(`${this.folder}/${file}`);
    }
  }

  summary() {
    return `${Object.keys(this.names).length} files, ${this.kilobytes.toFixed(1)} kB as sent`;
  }
}
