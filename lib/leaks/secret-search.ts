import { parseSecret, type TokenSecret } from "../access-tokens/secret";
import { secretLength, secretPattern } from "../access-tokens/secret-format";

/**
 * Finds what has the form and the checksum of a secret in content that comes in pieces, wherever it is cut. Keeps of a
 * piece only what a secret may have begun in.
 */
export class SecretSearch {
  private begun = "";

  in(piece: Buffer): TokenSecret[] {
    const text = this.begun + piece.toString("latin1");
    this.begun = text.slice(1 - secretLength);
    return secretsIn(text);
  }

  /** What comes next has nothing to do with what came before. */
  restart(): void {
    this.begun = "";
  }
}

const prefixLength = 4;

function secretsIn(text: string): TokenSecret[] {
  const pattern = new RegExp(secretPattern.source, "g");
  const found: TokenSecret[] = [];
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const secret = parseSecret(match[0]);
    if (secret) found.push(secret);
    // The next may begin in the last letters of one that isn't a secret.
    pattern.lastIndex = match.index + prefixLength;
  }
  return found;
}
