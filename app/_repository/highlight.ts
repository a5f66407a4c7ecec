import { createLowlight } from "lowlight";
import { languageOf, languages } from "./languages";

/** A piece of a line with the class of its syntax, where it has one. */
type Token = { text: string; className: string | undefined };

const lowlight = createLowlight(languages);
type Node = ReturnType<typeof lowlight.highlight>["children"][number];

// Beyond these, colouring takes long and helps nobody: such files are generated.
const longestFile = 256 * 1024;
const longestLine = 2_000;

/** The lines of a file, coloured by the language that its name tells. */
export function highlightLines(fileName: string, text: string): Token[][] {
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
  const language = languageOf(fileName);
  const plain = !language || text.length > longestFile || lines.some((line) => line.length > longestLine);
  if (plain) return lines.map((line) => [{ text: line, className: undefined }]);
  const coloured: Token[][] = [[]];
  for (const node of lowlight.highlight(language, lines.join("\n")).children) collect(node, undefined, coloured);
  return coloured;
}

/** Tokens may span lines: each line gets its part, with the same class. */
function collect(node: Node, className: string | undefined, lines: Token[][]) {
  if (node.type === "text") {
    const [first = "", ...further] = node.value.split("\n");
    if (first !== "") lines.at(-1)?.push({ text: first, className });
    for (const text of further) lines.push(text === "" ? [] : [{ text, className }]);
  } else if (node.type === "element") {
    const own = node.properties.className;
    for (const child of node.children) collect(child, Array.isArray(own) ? own.join(" ") : className, lines);
  }
}
