import { checksum } from "@/lib/access-tokens/secret";
import {
  checksumLength,
  randomLength,
  runnerPrefixes,
  secretLength,
  secretPattern,
  secretPrefixes,
} from "@/lib/access-tokens/secret-format";
import { apiReference } from "./api-table";

const prefixes = [...Object.values(secretPrefixes), ...Object.values(runnerPrefixes)];

/** The patterns for scanners, all made from the one format. */
export const scannerPatterns = {
  plain: secretPattern.source,
  /** In the syntax of RE2, without lookarounds. */
  bounded: `\\b(${secretPattern.source})\\b`,
  before: "\\A|[^0-9A-Za-z_]",
  after: "\\z|[^0-9A-Za-z]",
} as const;

const zeros = prefixes[0] + "0".repeat(randomLength);

const secretScanning = `# Find leaked tokens

<!-- Made by \`node scripts/write-guides.mjs\` from the format itself. Change scripts/guides.ts. -->

A secret has ${secretLength} characters: a prefix, ${randomLength} random characters of \`0-9A-Za-z\`, and ${checksumLength} characters of checksum.

| prefix | opens |
|---|---|
${Object.entries(secretPrefixes)
  .map(([kind, prefix]) => `| \`${prefix}\` | what the token of a ${kind} may |`)
  .join("\n")}
| \`${runnerPrefixes.client}\` | the client secret of a runner: gets it tokens |
| \`${runnerPrefixes.token}\` | the token of a runner, for an hour |

The checksum is the CRC-32 (as in zlib) of all that stands before it, as a number to the base 62 with the digits \`0-9A-Za-z\`, padded with
zeros at the left. \`${prefixes[0]}\` with ${randomLength} zeros has \`${checksum(zeros)}\`. What fails it is no secret, so a scanner
that can compute it reports nothing false.

## Patterns

A regular expression:

\`\`\`
${scannerPatterns.plain}
\`\`\`

gitleaks, in \`.gitleaks.toml\`:

\`\`\`toml
[extend]
useDefault = true

[[rules]]
id = "latchkey-access-token"
description = "Latchkey access token"
regex = '''${scannerPatterns.bounded}'''
keywords = [${prefixes.map((prefix) => `"${prefix}"`).join(", ")}]
\`\`\`

TruffleHog, in a file for \`--config\`:

\`\`\`yaml
detectors:
  - name: LatchkeyAccessToken
    keywords: [${prefixes.join(", ")}]
    regex:
      token: '${scannerPatterns.bounded}'
\`\`\`

A custom pattern of GitHub's secret scanning:

| field | value |
|---|---|
| Secret format | \`${scannerPatterns.plain}\` |
| Before secret | \`${scannerPatterns.before.replaceAll("|", "\\|")}\` |
| After secret | \`${scannerPatterns.after.replaceAll("|", "\\|")}\` |

git itself, over a whole history:

\`\`\`sh
git log --all --oneline -G '${scannerPatterns.plain}'
\`\`\`

## What to do with one that was found

Report it. Anyone may; a live one ends at once, and the admins of its resource are told. The answer is the same for all, so that it
reveals nothing. Up to 1,000 at once, 60 times an hour from one address.

\`\`\`sh
curl --data '{"credentials": ["${prefixes[0]}…"]}' https://git.example.com/api/credentials/revoke
\`\`\`

While a token is being replaced it has two secrets. The old one, reported, ends alone; the new one, reported, ends the token.
A runner’s secret is not ended by a report: delete the runner, and register it anew.

Whoever holds a token can ask what it is, and end it:

\`\`\`sh
curl --header "Authorization: Bearer $TOKEN" https://git.example.com/api/access-token
curl --header "Authorization: Bearer $TOKEN" --request DELETE https://git.example.com/api/access-token
\`\`\`

## What Latchkey does by itself

- **Pushes.** A push that holds the secret of a live token or runner, of whatever workspace, is refused: in a file, a file's name, a commit message or
  a tag. git prints the commit and the file. What was in the repository before is not looked at. Admins of a workspace can switch this off
  in its token policy.
- **GitHub.** \`POST /api/leaks/github\` speaks the protocol of GitHub's secret scanning partner program: what it finds in public ends, and
  the reply says of each match whether it ever was a secret. It is off until \`LATCHKEY_GITHUB_SCANNING_KEYS\` holds
  [GitHub's public keys](https://api.github.com/meta/public_keys/secret_scanning) as \`identifier:base64\`, separated by commas.
- **Its own log.** What looks like a secret never reaches it.
`;

/** The guides that are made from the code, by file. */
export const guides: Record<string, string> = {
  "docs/guides/secret-scanning.md": secretScanning,
  "docs/api.md": apiReference,
};
