import { readFileSync } from "node:fs";

/** An operation of the published API. */
export type PublishedOperation = {
  method: string;
  path: string;
  name: string;
  /** Empty where none is demanded. */
  scopes: string[];
  /** Its method in the npm client `bitbucket`, such as `repositories.get`; null where it has none. */
  client: string | null;
};

/** All that are published, in the order of their paths. */
export function publishedOperations(): PublishedOperation[] {
  const text = readFileSync(new URL("../server/rest/operations.fixture.tsv", import.meta.url), "utf8");
  return text
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => {
      const [method = "", path = "", name = "", scopes = "-", client = "-"] = line.split("\t");
      return {
        method,
        path,
        name,
        scopes: scopes === "-" ? [] : scopes.split(","),
        client: client === "-" ? null : client,
      };
    });
}
