import "@/server/create-server";
import { type Route, routes } from "@/server/http/operation-route";
import { type PublishedOperation, publishedOperations } from "@/test-support/published-operations";

const byAddress = new Map<string, Route>(routes.map((route) => [`${route.method} ${route.path}`, route]));

const published = publishedOperations().map((operation) => ({
  operation,
  route: byAddress.get(`${operation.method} ${operation.path}`),
}));

const counted = {
  works: published.filter(({ route }) => route?.kind === "operation").length,
  closed: published.filter(({ route }) => route?.kind === "closed").length,
  missing: published.filter(({ route }) => !route).length,
};

/** Every operation of the published API, and what comes of it here. */
export const apiReference = `# The REST API, operation by operation

<!-- Made by \`node scripts/write-guides.mjs\` from the routes themselves. Change scripts/api-table.ts. -->

Of the ${published.length} operations that Bitbucket Cloud publishes, ${counted.works} **work** here, ${counted.closed} are **closed to tokens** (403, as there), and
${counted.missing} are **not yet** there (404). The [guide](guides/api.md) begins with commands; the machine's description is at \`/2.0/openapi.json\`.

## What holds for all

- **Addresses.** A slug or a \`{uuid}\` in braces names a workspace, project or repository. \`{commit}\` is a full hash, a prefix, a
  branch, a tag or \`HEAD\`. Names of branches, revisions and paths keep their slashes, raw or as \`%2F\`. A slash at the end is fine.
- **Lists** come in pages: \`page\` counts from 1, \`pagelen\` is 10 unless asked, 100 at most; a larger one is cut to that. Follow \`next\`.
- **\`fields\`** chooses what is answered: \`fields=values.id,next\` is all there is, \`fields=+values.participants\` adds, \`fields=-links\` takes
  away, \`*\` stands for any name.
- **Bodies** are JSON, or a urlencoded form. An update changes the keys that are sent, and no others.
- **Errors** are \`{"type": "error", "error": {"message", "detail", "fields"}}\`: 400 what isn't right, by field; 401 no live token; 403 a
  scope that is missing, with \`granted\` and \`required\`, or what is closed to tokens; 404 what isn't there, and what lies outside the
  token's reach, alike; 409 what contradicts what is there by now; 413, 429 and 503 with \`Retry-After\`.
- **\`ETag\`** comes with what GET answers. Send it back as \`If-None-Match\`, and while nothing changed the answer is 304 without a body;
  that of a diff or a file costs next to nothing then. The token is judged first, each time.
- **HEAD** answers as GET does. Pages of any origin may call (CORS).
- Commits, merges and tags made here are by the token. Its limits, and the search for leaked secrets, hold as on a push.

## What differs from Bitbucket Cloud

- Everything is private: \`is_private: false\` is refused. \`fork_policy\` is \`no_public_forks\`, also where \`allow_forks\` is sent; \`no_forks\` is refused.
- A repository keeps its slug when its name changes. \`PUT\` on a repository that isn't there is 404; on a project it makes one.
- A \`diff\` or \`diffstat\` of two commits begins where their histories parted, unless \`topic=false\`.
- A file that is written over an executable one stays executable where its part doesn't say \`x-attributes\`.
- A text file above 32 MB differs as a binary one does. A urlencoded form may bring 16 MB, one of files 256 MB.
- Of a binary file a \`diff\` says that it differs, whatever \`binary\` asks for. \`format=rendered\` is answered as without it.
- A commit has at most 1,000 builds and 1,000 reports.
- \`q\` and \`sort\` look through the 1,000 newest versions of a file's history. After a deletion \`redirect_to\` leads nowhere.
- A fork stays in its workspace, and takes \`repository:write\` on the project that it is made in, too.
- A pull request comes from its own repository, a direct fork of it, or what it was forked from; \`source.repository\` is null for who
  doesn't reach that. A merge is done when it is answered, with
  \`async=true\` too: then the answer names a task, which is found done.
- A pull request keeps its source: \`PUT\` with another one is refused. So is \`pending: true\` of comments and tasks, of which no
  drafts are kept.
- A folder or difference that takes more than 64 MB to list is refused with 400: ask for a path in it, or for fewer levels.
- Environments are created, changed and deleted with \`pipeline:variable\`: \`pipeline\` only reads. \`admin_only\` can only be false.
- A branch or fork that is deleted leaves its pull request open, with the commits that it had.
- Markdown isn't rendered: \`html\` is the text as it was written, in which nothing is markup.

## The operations

| operation | here | scope |
|---|---|---|
${published.map(({ operation, route }) => row(operation, route)).join("\n")}
`;

function row({ method, path }: PublishedOperation, route: Route | undefined): string {
  const [here, scope] =
    route?.kind === "operation"
      ? ["works", route.scope === "any" ? "any" : `\`${route.scope}\``]
      : [route ? "closed to tokens" : "not yet", ""];
  return `| \`${method} ${path}\` | ${here} | ${scope} |`;
}
