import { readFileSync } from "node:fs";

/** The operations of the published API that take something in their query, and the names of what they take. */
export function publishedQueries(): { method: string; path: string; names: string[] }[] {
  const text = readFileSync(new URL("../server/rest/queries.fixture.tsv", import.meta.url), "utf8");
  return text
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => {
      const [method = "", path = "", names = ""] = line.split("\t");
      return { method, path, names: names.split(",") };
    });
}
