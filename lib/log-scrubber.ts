import { secretPattern } from "./access-tokens/secret-format";

/**
 * Removes what must not be in a log from a line of it, whatever way it got in: the last step before the line is written,
 * so that no mistake elsewhere can put a secret there. Works on the text, for the text is what is kept.
 */
export function scrub(line: string): string {
  const named = line
    .replace(sensitiveField, '$1"[redacted]"')
    .replace(credentials, "$1 [redacted]")
    .replace(queryValues, "$1[redacted]")
    .replace(bytes, '"[bytes]"');
  return withoutEncodedSecrets(named).replace(everySecret, "[redacted]").replace(oneTimeLink, "$1[redacted]");
}

/** The secret of a link that opens an account, wherever the address of its page stands. */
const oneTimeLink = /(\/join\/)[A-Za-z0-9_-]+/g;

const everySecret = new RegExp(secretPattern.source, "g");

/** A field that holds a credential by its name, whether its value is a text, a list of texts, or anything flat. */
const sensitiveField =
  /("(?:authorization|proxy-authorization|cookie|set-cookie|password|secret|passwordhash|digest)":)(?:"(?:[^"\\]|\\.)*"|\[[^\]]*\]|\{[^}]*\})/gi;

/** What follows the name of an authentication scheme, as in a header or a message about one. */
const credentials = /\b(Basic|Bearer)\s+[A-Za-z0-9._~+/=:%-]{8,}/gi;

/** The values of a query that failed, which the driver puts into its message, and what follows: any may hold a line feed. */
const queryValues = /(\\nparams: )(?:\\.|[^"\\])*/g;

/** The bytes of a Buffer or typed array, as JSON spells them out. */
const bytes = /\[(?:\d{1,3},){15,}\d{1,3}\]|\{"0":\d{1,3}(?:,"\d+":\d{1,3}){15,}\}/g;

/** Long enough to be a secret in base64 or hex, or to be one with percent-encoded characters. */
const shortestRun = 50;
const inRun = Uint8Array.from({ length: 128 }, (_, code) =>
  /[A-Za-z0-9+/_%-]/.test(String.fromCharCode(code)) ? 1 : 0,
);

/**
 * Replaces the long runs of such characters that hide a secret. Looks at every fiftieth character, where each long run
 * must show: a regular expression looks at all of them, at a tenth of the speed, on every line of every request.
 */
function withoutEncodedSecrets(text: string): string {
  let done = "";
  let kept = 0;
  for (let probe = shortestRun - 1; probe < text.length; ) {
    if (!isInRun(text, probe)) {
      probe += shortestRun;
      continue;
    }
    let start = probe;
    while (start > kept && isInRun(text, start - 1)) start -= 1;
    let end = probe + 1;
    while (isInRun(text, end)) end += 1;
    if (end - start >= shortestRun && hidesSecret(text.slice(start, end))) {
      done += `${text.slice(kept, start)}[redacted]`;
      // The padding of base64 goes with it.
      while (text[end] === "=") end += 1;
      kept = end;
    }
    probe = end + shortestRun;
  }
  return done + text.slice(kept);
}

function isInRun(text: string, index: number): boolean {
  return inRun[text.charCodeAt(index)] === 1;
}

function hidesSecret(run: string): boolean {
  return holdsSecret(percentDecoded(run)) || holdsSecret(Buffer.from(run, "hex").toString("latin1")) || inBase64(run);
}

function percentDecoded(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Base64 that stands right behind other letters may begin at any of four places. */
function inBase64(run: string): boolean {
  return [0, 1, 2, 3].some((start) => holdsSecret(Buffer.from(run.slice(start), "base64").toString("latin1")));
}

function holdsSecret(text: string): boolean {
  return secretPattern.test(text);
}
