import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The English words of the player, from the one bundle of messages: what stands alone (an evidence bundle) has no server to ask. */
const words = () => {
  const bundle = here("../resources/messages.properties");
  return {
    name: "nrm-words",
    resolveId: (id) => (id === "virtual:words" ? "\0virtual:words" : undefined),
    load(id) {
      if (id !== "\0virtual:words") return undefined;
      this.addWatchFile?.(bundle);
      const lines = readFileSync(bundle, "utf8").split("\n");
      const chosen = lines
        .map((line) => line.match(/^((?:replay|casework\.(?:entry|class|history))\.[^=]+)=(.*)$/))
        .filter((line) => line !== null)
        .map(([, key, text]) => [key, text]);
      return `export default ${JSON.stringify(Object.fromEntries(chosen))}`;
    },
  };
};

/** A file that is put between script tags must not end them, nor begin a comment of the page. */
const inlinable = () => ({
  name: "nrm-inlinable",
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle))
      if (file.type === "chunk") file.code = file.code.replaceAll(/<(?=\/script|!--|script)/gi, "\\x3c");
  },
});

/** Two files of one source: replay.js for the page, evidence.js for the page in an evidence bundle. */
export default defineConfig(({ mode }) => {
  const evidence = mode === "evidence";
  const name = evidence ? "evidence" : "replay";
  return {
    root: here("."),
    plugins: [words(), ...(evidence ? [inlinable()] : [])],
    define: { "process.env.NODE_ENV": '"production"' },
    build: {
      outDir: process.env.NRM_ISLAND ?? here("../../../target/classes/static/island"),
      emptyOutDir: false,
      target: "es2022",
      cssCodeSplit: false,
      reportCompressedSize: false,
      lib: {
        entry: here(`src/${name}-page.ts`),
        formats: ["iife"],
        name: "nrm",
        fileName: () => `${name}.js`,
        cssFileName: name,
      },
      modulePreload: false,
    },
    test: { include: ["test/**/*.test.ts"], environment: "node" },
  };
});
