import { invalid, ok, type Result } from "../errors";

export type Operator = "=" | "!=" | "~" | "!~" | "<" | "<=" | ">" | ">=";
export type Value = string | number | boolean | null | { moment: Date };

/** A query as it was written: comparisons, joined by AND, which binds tighter, and OR. */
export type Query =
  | { kind: "and" | "or"; parts: Query[] }
  | { kind: "comparison"; field: string; operator: Operator; value: Value };

const longest = 4_000;
const deepest = 20;
const mostComparisons = 100;

/** Reads the published query language, such as `state = "OPEN" AND (title ~ "fix" OR created_on > 2026-01-31)`. */
export function parseQuery(text: string): Result<Query> {
  if (text.length > longest) return invalid("q", `Use at most ${longest.toLocaleString("en")} characters.`);
  try {
    return ok(new Parser(tokensOf(text)).whole());
  } catch (error) {
    if (error instanceof Misread) return invalid("q", error.message);
    throw error;
  }
}

class Misread extends Error {}

type Token = { kind: "word" | "operator" | "bracket" | "text" | "number" | "moment"; text: string; at: number };

const patterns: readonly [Token["kind"], RegExp][] = [
  ["text", /"(?:[^"\\]|\\.)*"/y],
  ["moment", /\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?/y],
  ["number", /-?\d+(?:\.\d+)?/y],
  ["operator", /!=|!~|<=|>=|[=~<>]/y],
  ["bracket", /[()]/y],
  ["word", /[A-Za-z_][\w.]*/y],
];

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (true) {
    while (/\s/.test(text[at] ?? "")) at += 1;
    if (at >= text.length) return tokens;
    const token = tokenAt(text, at);
    if (!token) throw new Misread(`Nothing can be made of what stands at ${at + 1}: “${text.slice(at, at + 20)}”.`);
    tokens.push(token);
    at += token.text.length;
  }
}

function tokenAt(text: string, at: number): Token | null {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const [found] = pattern.exec(text) ?? [];
    if (found !== undefined) return { kind, text: found, at };
  }
  return null;
}

class Parser {
  private next = 0;
  private comparisons = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  whole(): Query {
    const query = this.either(0);
    const left = this.peek();
    if (left) throw unexpected(left, "AND, OR or the end");
    return query;
  }

  private either(depth: number): Query {
    return this.joined("or", () => this.joined("and", () => this.single(depth)));
  }

  private joined(kind: "and" | "or", part: () => Query): Query {
    const first = part();
    const parts = [first];
    while (this.isWord(kind)) {
      this.next += 1;
      parts.push(part());
    }
    return parts.length === 1 ? first : { kind, parts };
  }

  private single(depth: number): Query {
    const token = this.take("a field or (");
    if (token.text === "(") {
      if (depth >= deepest) throw new Misread(`Use at most ${deepest} brackets in each other.`);
      const inside = this.either(depth + 1);
      const closing = this.take(")");
      if (closing.text !== ")") throw unexpected(closing, ")");
      return inside;
    }
    if (token.kind !== "word") throw unexpected(token, "a field or (");
    this.comparisons += 1;
    if (this.comparisons > mostComparisons) throw new Misread(`Compare at most ${mostComparisons} times.`);
    const operator = this.take("a comparison");
    if (operator.kind !== "operator") throw unexpected(operator, "a comparison, such as =");
    const value = readValue(this.take("a value"));
    return { kind: "comparison", field: token.text, operator: operator.text as Operator, value };
  }

  private isWord(word: string): boolean {
    const token = this.peek();
    return token?.kind === "word" && token.text.toLowerCase() === word;
  }

  private take(expected: string): Token {
    const token = this.peek();
    if (!token) throw new Misread(`The query ends where ${expected} should stand.`);
    this.next += 1;
    return token;
  }

  private peek(): Token | undefined {
    return this.tokens[this.next];
  }
}

function readValue(token: Token): Value {
  switch (token.kind) {
    case "text":
      return token.text.slice(1, -1).replace(/\\(.)/gs, "$1");
    case "number":
      return Number(token.text);
    case "moment": {
      const moment = momentIn(token.text);
      if (!moment) throw new Misread(`${token.text} is no date.`);
      return { moment };
    }
    case "word": {
      const word = token.text.toLowerCase();
      if (word === "null") return null;
      if (word === "true" || word === "false") return word === "true";
    }
  }
  throw unexpected(token, "a value: text in quotes, a number, a date, true, false or null");
}

/** The moment that a text is, or null where it is none. */
export function momentIn(text: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return null;
  const moment = new Date(withZone(text));
  // Beyond these, moments are written in another way than the database reads.
  const year = moment.getUTCFullYear();
  return year >= 1 && year <= 9999 ? moment : null;
}

/** Without a zone it is UTC; a date is its first moment. */
function withZone(text: string): string {
  return /T.*(?:Z|[+-]\d{2}:?\d{2})$/.test(text) || !text.includes("T") ? text : `${text}Z`;
}

function unexpected({ text, at }: Token, expected: string): Misread {
  return new Misread(`At ${at + 1} stands “${text.slice(0, 50)}”, where ${expected} should.`);
}
