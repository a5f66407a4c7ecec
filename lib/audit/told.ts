/** The details of an event, for the words that tell of it. What is missing is said to be. */
export class Told {
  constructor(
    private readonly details: Readonly<Record<string, unknown>>,
    /** The names of people, by their ids. */
    private readonly people: ReadonlyMap<string, string> = new Map(),
  ) {}

  get name(): string {
    return this.text("name") || "(no name)";
  }

  /** Whether there is a value; none and null are alike. */
  has(key: string): boolean {
    return this.details[key] !== undefined && this.details[key] !== null;
  }

  /** Whether it is spoken of, be it as null. */
  knows(key: string): boolean {
    return Object.hasOwn(this.details, key);
  }

  yes(key: string): boolean {
    return this.details[key] === true;
  }

  text(key: string): string {
    const value = this.details[key];
    return typeof value === "string" ? value : "";
  }

  number(key: string): number {
    const value = this.details[key];
    return typeof value === "number" ? value : 0;
  }

  list(key: string): string {
    const value = this.details[key];
    return Array.isArray(value) ? value.join(", ") : "";
  }

  /** "2027-03-03 14:05 UTC" */
  moment(key: string): string {
    return `${this.text(key).slice(0, 16).replace("T", " ")} UTC`;
  }

  person(key: string): string {
    return this.people.get(this.text(key)) ?? "a person whose account is gone";
  }

  /** Yes, no, a number, or none. */
  value(key: string): string {
    const value = this.details[key];
    if (value === true) return "yes";
    if (value === false) return "no";
    return value === null || value === undefined ? "none" : String(value);
  }
}
